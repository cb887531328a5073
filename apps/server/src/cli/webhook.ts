import type { WebhookDeliveryId, WebhookEndpointId } from '@tenon/core'
import { z } from 'zod'
import { ListDeliveriesInput, listDeliveries, resend, type WebhookDelivery } from '../webhooks/deliveries.ts'
import {
  CreateEndpointInput,
  createEndpoint,
  deleteEndpoint,
  listEndpoints,
  rotateSecret,
} from '../webhooks/endpoints.ts'
import type { DeliveryStatus } from '../webhooks/event.ts'
import { columns, defineCommand, required, table } from './command.ts'
import { toId } from './key.ts'
import { projectOption, withProject } from './services.ts'

const Payload = z.object({ data: z.object({ connectionId: z.string() }) })
const LIST = 'npx tenon webhook list'
const EXAMPLE_ID = '0199a3c1-7c1e-7000-8000-3b0c6a1f2d4e'

export const webhookCommands = {
  create: defineCommand('webhook create', {
    summary: 'Creates an endpoint and prints its id, and the secret that signs for it, this once',
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
        return {
          json: { ...endpoint, secret },
          lines: columns([
            ['id', endpoint.id],
            ['secret', secret],
          ]),
        }
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
        const urls = new Map((await listEndpoints(ctx)).map(({ id, url }) => [id, url]))
        const rows = page.items.map((delivery) => toRow(delivery, urls.get(delivery.endpointId)))
        const heading = ['ID', 'EVENT', 'CONNECTION', 'ENDPOINT', 'STATE', 'ATTEMPTS', 'ANSWER', 'NEXT']
        const whenEmpty = input.status ? noneOf[input.status] : 'Nothing was sent yet'
        return { json: page, lines: table(heading, rows, whenEmpty) }
      })
    },
  }),

  resend: defineCommand('webhook resend', {
    summary: 'Sends a delivery once more, within seconds, by a running server',
    usage: 'DELIVERY_ID [--project ID]',
    options: projectOption,
    examples: [`npx tenon webhook resend ${EXAMPLE_ID}`],
    run: ({ values, positionals: [id] }, terminal) => {
      const deliveryId = toId<WebhookDeliveryId>(id, 'npx tenon webhook deliveries', 'DELIVERY_ID')
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
      const endpointId = toId<WebhookEndpointId>(id, LIST, 'ENDPOINT_ID')
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
      const endpointId = toId<WebhookEndpointId>(id, LIST, 'ENDPOINT_ID')
      return withProject(terminal, values.project, async (ctx) => {
        await deleteEndpoint(ctx, endpointId)
        return { json: { id: endpointId }, lines: [`${endpointId} is deleted`] }
      })
    },
  }),
}

const noneOf: Record<DeliveryStatus, string> = {
  waiting: 'None waiting',
  delivered: 'None delivered',
  failed: 'None failed',
}

function toRow(delivery: WebhookDelivery, url: string | undefined): string[] {
  const { id, event, body, endpointId, status, attempts, answerStatus, error, nextAttemptAt } = delivery
  return [
    id,
    event,
    connectionOf(body),
    url ?? endpointId,
    status,
    String(attempts),
    String(answerStatus ?? error ?? '–'),
    nextAttemptAt?.toISOString() ?? '–',
  ]
}

/** Which connection a message tells of; `payloadOf` wrote it. */
function connectionOf(body: string): string {
  return Payload.parse(JSON.parse(body)).data.connectionId
}
