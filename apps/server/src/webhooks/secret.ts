import { randomBytes } from 'node:crypto'
import type { WebhookEndpointId } from '@tenon/core'
import type { Place } from '../vault.ts'

/** Standard Webhooks: 24 to 64 random bytes. */
const SECRET_BYTES = 32

/** As Standard Webhooks writes it, and as its libraries take it. */
export function newSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`
}

export const secretPlace = (id: WebhookEndpointId): Place => ({
  table: 'webhook_endpoint',
  column: 'secret',
  rowId: id,
})
export const previousSecretPlace = (id: WebhookEndpointId): Place => ({
  table: 'webhook_endpoint',
  column: 'previous_secret',
  rowId: id,
})
