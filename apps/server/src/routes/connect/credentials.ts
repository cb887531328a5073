import { AppError, type ConnectionId, isUuid } from '@tenon/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  createConfiguration,
  getConfiguredConnection,
  removeConfiguration,
  saveConfigurationMeta,
  saveSettings,
} from '../../connections/configurations.ts'
import { completeSetup, connectWithCode, connectWithInputs } from '../../connections/connect.ts'
import { InstallOptions, TOLD_CONNECTION } from '../../connections/install-options.ts'
import { pickConnection } from '../../connections/list.ts'
import type { Services } from '../../context.ts'
import { authenticateUser } from '../../http/auth.ts'
import { oauthCallbackUrl } from '../../http/urls.ts'
import { authKindForPayload, getActiveIntegration, wantedAuthKind } from '../../integrations/integrations.ts'
import { configurationSelector, credentialSelector } from './selector.ts'
import { toWireCredential, toWireIntegration } from './wire.ts'

const Params = z.object({ projectId: z.string() })
const CredentialParams = z.object({ projectId: z.string(), credentialId: z.string() })
const Payload = z.record(z.string(), z.unknown()).default({})
const Settings = z.record(z.string(), z.unknown())

/** What clients post to connect: entered values, or a code that the product's own page received (`completeInstall`). */
const Install = z.union([
  z.object({
    integrationId: z.string(),
    code: z.string().min(1),
    redirectUrl: z.url().optional(),
    integrationOptions: z.object({ installOptions: InstallOptions.optional() }).default({}),
  }),
  z.object({ integrationId: z.string(), payload: Payload, installOptions: InstallOptions.default({}) }),
])

/** Connections and their settings, as existing clients call them: credentials and configurations. */
export const credentialRoutes =
  (services: Services): FastifyPluginAsyncZod =>
  async (app) => {
    const base = '/projects/:projectId/sdk/credentials'

    app.post(base, { schema: { params: Params, body: Install } }, async (request) => {
      const { body } = request
      const ctx = await authenticateUser(services, request.params.projectId, request.headers.authorization)
      const integration = await getActiveIntegration(ctx, body.integrationId)
      const told = 'payload' in body && body.payload[TOLD_CONNECTION]
      if (typeof told === 'string')
        return toWireCredential(await getConfiguredConnection(ctx, connectionId(told)))
      const id = await ('code' in body
        ? connectWithCode(ctx, {
            integration,
            auth: wantedAuthKind(integration, body.integrationOptions.installOptions ?? {}),
            inputs: {},
            options: body.integrationOptions.installOptions ?? {},
            code: body.code,
            redirectUri: body.redirectUrl ?? oauthCallbackUrl(services.config),
          })
        : connectWithInputs(ctx, {
            integration,
            auth: authKindForPayload(integration, body.installOptions, body.payload),
            inputs: textValues(body.payload),
            options: body.installOptions,
          }))
      return toWireCredential(await getConfiguredConnection(ctx, id))
    })

    app.get(
      base,
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

    app.get(`${base}/:credentialId`, { schema: { params: CredentialParams } }, async (request) => {
      const ctx = await authenticateUser(services, request.params.projectId, request.headers.authorization)
      return toWireCredential(await getConfiguredConnection(ctx, connectionId(request.params.credentialId)))
    })

    app.post(
      `${base}/:credentialId/complete-setup`,
      { schema: { params: CredentialParams, body: z.object({ payload: Payload }) } },
      async (request) => {
        const ctx = await authenticateUser(services, request.params.projectId, request.headers.authorization)
        const id = connectionId(request.params.credentialId)
        await completeSetup(ctx, id, textValues(request.body.payload))
        return toWireCredential(await getConfiguredConnection(ctx, id))
      },
    )

    const Config = z.object({
      sharedSettings: Settings.optional(),
      workflowSettings: z
        .record(z.string(), z.object({ enabled: z.boolean(), settings: Settings.default({}) }))
        .optional(),
    })
    app.patch(
      `${base}/:credentialId`,
      { schema: { params: CredentialParams, body: z.object({ config: Config }) } },
      async (request) => {
        const ctx = await authenticateUser(services, request.params.projectId, request.headers.authorization)
        const id = connectionId(request.params.credentialId)
        const { errors, ...saved } = await saveSettings(
          ctx,
          id,
          configurationSelector(request),
          request.body.config,
        )
        return { ...toWireCredential(saved), ...(errors.length > 0 && { errors }) }
      },
    )

    const configurations = `${base}/:credentialId/configurations`
    const ExternalId = z.object({ externalId: z.string().min(1).max(200).optional() })
    app.post(configurations, { schema: { params: CredentialParams, body: ExternalId } }, async (request) => {
      const ctx = await authenticateUser(services, request.params.projectId, request.headers.authorization)
      const id = connectionId(request.params.credentialId)
      return toWireCredential(await createConfiguration(ctx, id, request.body.externalId))
    })

    app.patch(
      configurations,
      { schema: { params: CredentialParams, body: z.object({ meta: Settings }) } },
      async (request) => {
        const ctx = await authenticateUser(services, request.params.projectId, request.headers.authorization)
        const id = connectionId(request.params.credentialId)
        return toWireCredential(
          await saveConfigurationMeta(ctx, id, configurationSelector(request), request.body.meta),
        )
      },
    )

    app.delete(configurations, { schema: { params: CredentialParams } }, async (request, reply) => {
      const ctx = await authenticateUser(services, request.params.projectId, request.headers.authorization)
      await removeConfiguration(
        ctx,
        connectionId(request.params.credentialId),
        configurationSelector(request),
      )
      return reply.code(204).send()
    })
  }

function connectionId(text: string): ConnectionId {
  if (isUuid(text)) return text as ConnectionId
  throw new AppError('connection_missing', `There is no connection "${text}"`)
}

/** Fields of a form arrive as what the page had: only texts, numbers and switches can be values of an input. */
function textValues(payload: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(payload).flatMap(([key, value]) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? [[key, String(value)]]
        : [],
    ),
  )
}
