import type { WebhookDeliveryId, WebhookEndpointId } from '@tenon/core'
import { ListDeliveriesInput, listDeliveries, resend } from '../webhooks/deliveries.ts'
import {
  CreateEndpointInput,
  createEndpoint,
  deleteEndpoint,
  listEndpoints,
  rotateSecret,
} from '../webhooks/endpoints.ts'
import { defineCommand, required, table } from './command.ts'
import { toId } from './key.ts'
import { projectOption, withProject } from './services.ts'

const LIST = 'npx tenon webhook list'
const EXAMPLE_ID = '0199a3c1-7c1e-7000-8000-3b0c6a1f2d4e'

export const webhookCommands = {
  create: defineCommand('webhook create', {
    summary: 'Creates an endpoint and prints the secret that signs for it, this once',
    usage: 'URL [--event EVENT]… [--description TEXT] [--project ID]',
    options: {
      ...projectOption,
      event: { type: 'string', multiple: true, help: 'only this one, such as connection.needs_reauth' },
      description: { type: 'string', help: 'what you call it' },
    },
    examples: ['npx tenon webhook create https://app.example.com/tenon --event connection.needs_reauth'],
    run: ({ values, positionals: [url] }, terminal) => {
      const { event: events, description } = values
      const input = CreateEndpointInput.parse({ url: required(url, 'the URL'), events, description })
      return withProject(terminal, values.project, async (ctx) => {
        const { endpoint, secret } = await createEndpoint(ctx, input)
        return { json: { ...endpoint, secret }, lines: [secret] }
      })
    },
  }),

  list: defineCommand('webhook list', {
    summary: 'Lists the endpoints',
    usage: '[--project ID]',
    options: projectOption,
    examples: [LIST],
    run: ({ values }, terminal) =>
      withProject(terminal, values.project, async (ctx) => {
        const endpoints = await listEndpoints(ctx)
        const rows = endpoints.map(({ id, url, isEnabled, events }) => [
          id,
          url,
          isEnabled ? 'on' : 'off',
          events.join(' '),
        ])
        const whenEmpty = 'No endpoint yet: npx tenon webhook create URL'
        return { json: endpoints, lines: table(['ID', 'URL', 'STATE', 'EVENTS'], rows, whenEmpty) }
      }),
  }),

  deliveries: defineCommand('webhook deliveries', {
    summary: 'Lists what was sent and what came of it, the newest first',
    usage: '[--endpoint ID] [--status waiting|delivered|failed] [--limit N] [--project ID]',
    options: {
      ...projectOption,
      endpoint: { type: 'string', help: 'to this endpoint only' },
      status: { type: 'string', help: 'waiting, delivered or failed' },
      limit: { type: 'string', help: 'at most so many, 50 unless you say' },
    },
    examples: ['npx tenon webhook deliveries --status failed'],
    run: ({ values }, terminal) => {
      const { endpoint: endpointId, status, limit } = values
      const input = ListDeliveriesInput.parse({ endpointId, status, limit })
      return withProject(terminal, values.project, async (ctx) => {
        const page = await listDeliveries(ctx, input)
        const rows = page.items.map(({ id, event, status, attempts, answerStatus, error, nextAttemptAt }) => [
          id,
          event,
          status,
          String(attempts),
          String(answerStatus ?? error ?? '–'),
          nextAttemptAt?.toISOString() ?? '–',
        ])
        const heading = ['ID', 'EVENT', 'STATE', 'ATTEMPTS', 'ANSWER', 'NEXT']
        return { json: page, lines: table(heading, rows, 'Nothing was sent yet') }
      })
    },
  }),

  resend: defineCommand('webhook resend', {
    summary: 'Sends a delivery once more, within seconds, by a running server',
    usage: 'DELIVERY_ID [--project ID]',
    options: projectOption,
    examples: [`npx tenon webhook resend ${EXAMPLE_ID}`],
    run: ({ values, positionals: [id] }, terminal) => {
      const deliveryId = toId<WebhookDeliveryId>(id, 'npx tenon webhook deliveries')
      return withProject(terminal, values.project, async (ctx) => {
        const delivery = await resend(ctx, deliveryId)
        return { json: delivery, lines: [`${delivery.id} is sent again`] }
      })
    },
  }),

  rotate: defineCommand('webhook rotate', {
    summary: 'Makes a new secret and prints it, this once; the present one signs beside it for a day',
    usage: 'ENDPOINT_ID [--project ID]',
    options: projectOption,
    examples: [`npx tenon webhook rotate ${EXAMPLE_ID}`],
    run: ({ values, positionals: [id] }, terminal) => {
      const endpointId = toId<WebhookEndpointId>(id, LIST)
      return withProject(terminal, values.project, async (ctx) => {
        const { endpoint, secret } = await rotateSecret(ctx, endpointId)
        return { json: { ...endpoint, secret }, lines: [secret] }
      })
    },
  }),

  delete: defineCommand('webhook delete', {
    summary: 'Deletes an endpoint, with its deliveries',
    usage: 'ENDPOINT_ID [--project ID]',
    options: projectOption,
    examples: [`npx tenon webhook delete ${EXAMPLE_ID}`],
    run: ({ values, positionals: [id] }, terminal) => {
      const endpointId = toId<WebhookEndpointId>(id, LIST)
      return withProject(terminal, values.project, async (ctx) => {
        await deleteEndpoint(ctx, endpointId)
        return { json: { id: endpointId }, lines: [`${endpointId} is deleted`] }
      })
    },
  }),
}
