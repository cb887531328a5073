import { AppError, type WebhookEndpointId } from '@tenon/core'
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import type { ProjectContext } from '../context.ts'
import { allowanceFor, isRefusedAtSight } from '../outbound/at-sight.ts'
import { WebhookEvent } from './event.ts'
import { newSecret, previousSecretPlace, secretPlace } from './secret.ts'
import * as store from './store.ts'

/** Both secrets sign for this long, so that receivers can be changed one after the other. */
const ROTATION_MS = 86_400_000
const MAX_ENDPOINTS = 50

/** Where the product wants to be told. Its secret is shown when it is made, never again. */
export interface WebhookEndpoint {
  id: WebhookEndpointId
  url: string
  description: string
  events: WebhookEvent[]
  /** Off: nothing is delivered any more. */
  isEnabled: boolean
  /** Until when the secret before this one signs too. */
  previousSecretUntil: Date | null
  createdAt: Date
  updatedAt: Date
}

const Url = z
  .string()
  .max(2_048)
  .refine(isWebhookUrl, 'must be an http or https URL without user or fragment')
  .describe('http or https; private addresses need TENON_OUTBOUND_ALLOW')

export const CreateEndpointInput = z.object({
  url: Url,
  description: z.string().trim().max(200).default(''),
  events: z.array(WebhookEvent).min(1).default(WebhookEvent.options).describe('absent: all of them'),
})

export const UpdateEndpointInput = z.object({
  url: Url.optional(),
  description: z.string().trim().max(200).optional(),
  events: z.array(WebhookEvent).min(1).optional(),
  isEnabled: z.boolean().optional().describe('off: nothing is delivered any more'),
})

/**
 * @throws AppError `conflict` when there is one of the same URL, or too many; `invalid_request` for a URL that cannot be
 * reached
 */
export async function createEndpoint(
  ctx: ProjectContext,
  input: z.input<typeof CreateEndpointInput>,
): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
  const values = CreateEndpointInput.parse(input)
  checkReachable(ctx, values.url)
  const id = uuidv7() as WebhookEndpointId
  const secret = newSecret()
  const row = await ctx.db.transaction(async (tx) => {
    const scope = { ...ctx, db: tx }
    const present = await store.lockEndpoints(scope)
    if (present.length >= MAX_ENDPOINTS)
      throw new AppError('conflict', `A project has at most ${MAX_ENDPOINTS} webhook endpoints: delete one`)
    checkNew(present, values.url)
    return store.insertEndpoint(scope, { ...values, id, secret: ctx.vault.seal(secret, secretPlace(id)) })
  })
  return { endpoint: toEndpoint(row), secret }
}

/** The oldest first. */
export async function listEndpoints(ctx: ProjectContext): Promise<WebhookEndpoint[]> {
  return (await store.listEndpoints(ctx)).map(toEndpoint)
}

/** @throws AppError `not_found`; as {@link createEndpoint} for its new URL */
export async function updateEndpoint(
  ctx: ProjectContext,
  id: WebhookEndpointId,
  input: z.input<typeof UpdateEndpointInput>,
): Promise<WebhookEndpoint> {
  const { url, description, events, isEnabled } = UpdateEndpointInput.parse(input)
  if (url !== undefined) checkReachable(ctx, url)
  const row = await ctx.db.transaction(async (tx) => {
    const scope = { ...ctx, db: tx }
    if (url !== undefined) {
      const present = await store.lockEndpoints(scope)
      if (present.every((endpoint) => endpoint.id !== id)) missing()
      checkNew(
        present.filter((endpoint) => endpoint.id !== id),
        url,
      )
    }
    return store.updateEndpoint(scope, id, {
      ...(url !== undefined && { url }),
      ...(description !== undefined && { description }),
      ...(events !== undefined && { events }),
      ...(isEnabled !== undefined && { isEnabled }),
    })
  })
  return toEndpoint(row ?? missing())
}

/** Makes a new secret; the present one signs beside it for a day. @throws AppError `not_found` */
export async function rotateSecret(
  ctx: ProjectContext,
  id: WebhookEndpointId,
): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
  const secret = newSecret()
  const row = await ctx.db.transaction(async (tx) => {
    const scope = { ...ctx, db: tx }
    const present = (await store.lockEndpoint(scope, id)) ?? missing()
    const previous = ctx.vault.openText(present.secret, secretPlace(id))
    return store.updateEndpoint(scope, id, {
      secret: ctx.vault.seal(secret, secretPlace(id)),
      previousSecret: ctx.vault.seal(previous, previousSecretPlace(id)),
      previousSecretUntil: new Date(ctx.now().getTime() + ROTATION_MS),
    })
  })
  return { endpoint: toEndpoint(row ?? missing()), secret }
}

/** Its deliveries go too. @throws AppError `not_found` */
export async function deleteEndpoint(ctx: ProjectContext, id: WebhookEndpointId): Promise<void> {
  if (!(await store.deleteEndpoint(ctx, id))) missing()
}

/** Said at once, rather than by deliveries that fail. */
function checkReachable({ config }: ProjectContext, text: string): void {
  const url = new URL(text)
  if (!isRefusedAtSight(url, config.outboundAllow)) return
  const setting = `TENON_OUTBOUND_ALLOW=${[...config.outboundAllow, allowanceFor(url)].join(',')}`
  throw new AppError(
    'invalid_request',
    `${url.host} is not on the public internet, so nothing would be delivered: start the server with ${setting}`,
  )
}

function checkNew(present: store.EndpointRow[], text: string): void {
  const namesake = present.find(({ url }) => new URL(url).href === new URL(text).href)
  if (!namesake) return
  throw new AppError('conflict', `There is a webhook endpoint with this URL already: ${namesake.id}`)
}

function isWebhookUrl(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.hash
}

function missing(): never {
  throw new AppError('not_found', 'This project has no webhook endpoint with this id')
}

function toEndpoint({
  secret: _secret,
  previousSecret: _previousSecret,
  projectId: _projectId,
  ...endpoint
}: store.EndpointRow): WebhookEndpoint {
  return endpoint
}
