import type { ConnectionId } from '@tenon/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { getConfiguredConnection } from '../../connections/configurations.ts'
import { completeSetup, connectWithCode, connectWithInputs } from '../../connections/connect.ts'
import { TOLD_CONNECTION } from '../../connections/install-options.ts'
import { pickConnection } from '../../connections/list.ts'
import type { Services, UserContext } from '../../context.ts'
import { authenticateUser } from '../../http/auth.ts'
import { oauthCallbackUrl } from '../../http/urls.ts'
import { authKindForPayload, getActiveIntegration, wantedAuthKind } from '../../integrations/integrations.ts'
import { configurationRoutes } from './configurations.ts'
import { CREDENTIALS, CredentialParams, connectionIdOf } from './credential-address.ts'
import { InstallRequest, Payload } from './install-request.ts'
import { credentialSelector } from './selector.ts'
import { toWireCredential, toWireIntegration } from './wire.ts'

const Params = z.object({ projectId: z.string() })

/** Connections, as existing clients call them: credentials. */
export const credentialRoutes =
  (services: Services): FastifyPluginAsyncZod =>
  async (app) => {
    await app.register(configurationRoutes(services))

    app.post(
      CREDENTIALS,
      { schema: { params: Params, body: InstallRequest } },
      async ({ params, headers, body }) => {
        const ctx = await authenticateUser(services, params.projectId, headers.authorization)
        const id = await install(ctx, body)
        return toWireCredential(await getConfiguredConnection(ctx, id))
      },
    )

    app.get(
      CREDENTIALS,
      { schema: { params: Params, querystring: z.object({ integration: z.string() }) } },
      async (request) => {
        const ctx = await authenticateUser(services, request.params.projectId, request.headers.authorization)
        const integration = await getActiveIntegration(ctx, request.query.integration)
        const { id } = await pickConnection(ctx, integration, credentialSelector(request))
        const { providerId, providerData, status } = toWireCredential(await getConfiguredConnection(ctx, id))
        // The access token that `includeAccountAuth` asks for never leaves the server.
        const described = toWireIntegration(integration, { projectId: ctx.project.id, hasCredential: true })
        return { ...described, credentialId: id, credentialStatus: status, providerId, providerData }
      },
    )

    app.get(
      `${CREDENTIALS}/:credentialId`,
      { schema: { params: CredentialParams } },
      async ({ params, headers }) => {
        const ctx = await authenticateUser(services, params.projectId, headers.authorization)
        return toWireCredential(await getConfiguredConnection(ctx, connectionIdOf(params)))
      },
    )

    app.post(
      `${CREDENTIALS}/:credentialId/complete-setup`,
      { schema: { params: CredentialParams, body: z.object({ payload: Payload }) } },
      async ({ params, headers, body }) => {
        const ctx = await authenticateUser(services, params.projectId, headers.authorization)
        const id = connectionIdOf(params)
        await completeSetup(ctx, id, body.payload)
        return toWireCredential(await getConfiguredConnection(ctx, id))
      },
    )
  }

async function install(ctx: UserContext, request: InstallRequest): Promise<ConnectionId> {
  const { options } = request
  const integration = await getActiveIntegration(ctx, request.integrationId)
  if (request.by === 'code') {
    const auth = wantedAuthKind(integration, options)
    const redirectUri = request.redirectUrl ?? oauthCallbackUrl(ctx.config)
    return connectWithCode(ctx, { integration, auth, inputs: {}, options, code: request.code, redirectUri })
  }
  const { inputs } = request
  const told = inputs[TOLD_CONNECTION]
  if (told !== undefined) return connectionIdOf({ credentialId: told })
  const auth = authKindForPayload(integration, options, inputs)
  return connectWithInputs(ctx, { integration, auth, inputs, options })
}
