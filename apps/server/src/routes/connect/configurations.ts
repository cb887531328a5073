import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  createConfiguration,
  removeConfiguration,
  saveConfigurationMeta,
  saveSettings,
} from '../../connections/configurations.ts'
import type { Services } from '../../context.ts'
import { authenticateUser } from '../../http/auth.ts'
import { CREDENTIALS, CredentialParams, connectionIdOf } from './credential-address.ts'
import { configurationSelector } from './selector.ts'
import { toWireCredential } from './wire.ts'

const Settings = z.record(z.string(), z.unknown())

const SaveSettings = z.object({
  config: z.object({
    sharedSettings: Settings.optional(),
    workflowSettings: z
      .record(z.string(), z.object({ enabled: z.boolean(), settings: Settings.default({}) }))
      .optional(),
  }),
})
const NewConfiguration = z.object({ externalId: z.string().min(1).max(200).optional() })
const SaveMeta = z.object({ meta: Settings })

/** The settings of a connection, and further sets of them. Each answers with the connection they belong to. */
export const configurationRoutes =
  (services: Services): FastifyPluginAsyncZod =>
  async (app) => {
    const one = `${CREDENTIALS}/:credentialId`
    const configurations = `${one}/configurations`

    app.patch(one, { schema: { params: CredentialParams, body: SaveSettings } }, async (request) => {
      const { params, headers, body } = request
      const ctx = await authenticateUser(services, params.projectId, headers.authorization)
      const selector = configurationSelector(request)
      const { errors, ...saved } = await saveSettings(ctx, connectionIdOf(params), selector, body.config)
      return { ...toWireCredential(saved), ...(errors.length > 0 && { errors }) }
    })

    app.post(
      configurations,
      { schema: { params: CredentialParams, body: NewConfiguration } },
      async (request) => {
        const { params, headers, body } = request
        const ctx = await authenticateUser(services, params.projectId, headers.authorization)
        return toWireCredential(await createConfiguration(ctx, connectionIdOf(params), body.externalId))
      },
    )

    app.patch(configurations, { schema: { params: CredentialParams, body: SaveMeta } }, async (request) => {
      const { params, headers, body } = request
      const ctx = await authenticateUser(services, params.projectId, headers.authorization)
      const selector = configurationSelector(request)
      return toWireCredential(await saveConfigurationMeta(ctx, connectionIdOf(params), selector, body.meta))
    })

    app.delete(configurations, { schema: { params: CredentialParams } }, async (request, reply) => {
      const { params, headers } = request
      const ctx = await authenticateUser(services, params.projectId, headers.authorization)
      await removeConfiguration(ctx, connectionIdOf(params), configurationSelector(request))
      return reply.code(204).send()
    })
  }
