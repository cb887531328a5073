import type { Provider } from '@tenon/providers'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  getIntegration,
  type Integration,
  listIntegrations,
  SwitchOnInput,
  switchOffIntegration,
  switchOnIntegration,
} from '../../integrations/integrations.ts'
import { IntegrationReply, listOf, ProviderReply, replies } from './schemas.ts'
import { teamOf } from './team.ts'

const tags = ['Integrations']
const params = z.object({ integration: z.string().describe('such as slack') })

export const integrationRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/providers',
    { schema: { tags, summary: 'The catalog', response: replies(200, listOf(ProviderReply)) } },
    async (request) => ({ items: [...teamOf(request).providers.values()].map(toProviderReply) }),
  )

  app.get(
    '/integrations',
    {
      schema: {
        tags,
        summary: 'Providers of this project, those switched off too',
        response: replies(200, listOf(IntegrationReply)),
      },
    },
    async (request) => ({ items: (await listIntegrations(teamOf(request))).map(toReply) }),
  )

  app.get(
    '/integrations/:integration',
    { schema: { tags, summary: 'One of them', params, response: replies(200, IntegrationReply) } },
    async (request) => toReply(await getIntegration(teamOf(request), request.params.integration)),
  )

  app.put(
    '/integrations/:integration',
    {
      schema: {
        tags,
        summary: 'Switch a provider on, or change its settings. A secret left out stays as it was',
        params,
        body: SwitchOnInput.omit({ provider: true }),
        response: replies(200, IntegrationReply),
      },
    },
    async (request) => {
      const input = { ...request.body, provider: request.params.integration }
      return toReply(await switchOnIntegration(teamOf(request), input))
    },
  )

  app.post(
    '/integrations/:integration/switch-off',
    {
      schema: {
        tags,
        summary: 'Switch off: nobody can connect or call it; connections stay for when it is on again',
        params,
        response: replies(200, IntegrationReply),
      },
    },
    async (request) => {
      const ctx = teamOf(request)
      await switchOffIntegration(ctx, request.params.integration)
      return toReply(await getIntegration(ctx, request.params.integration))
    },
  )
}

function toReply({ provider, authKinds, ...integration }: Integration) {
  return { ...integration, name: provider.name, accountTypes: authKinds.map(({ id }) => id) }
}

function toProviderReply({ auth, ...provider }: Provider) {
  const accountTypes = auth.map((kind) => ({
    id: kind.id,
    label: kind.label,
    kind: kind.type,
    scopes: 'scopes' in kind ? kind.scopes.map(({ name }) => name) : [],
  }))
  return { ...provider, accountTypes }
}
