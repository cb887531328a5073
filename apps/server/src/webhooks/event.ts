import { ConnectionNotice } from '@tenon/core'
import { z } from 'zod'

/** What an endpoint can be told of. */
export const WebhookEvent = z.enum(ConnectionNotice.options.map((notice) => `connection.${notice}` as const))
export type WebhookEvent = z.infer<typeof WebhookEvent>

/** `waiting` for its first or next attempt; `failed` when it was given up. */
export const DeliveryStatus = z.enum(['waiting', 'delivered', 'failed'])
export type DeliveryStatus = z.infer<typeof DeliveryStatus>
