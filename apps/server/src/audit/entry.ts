import { ConnectionEvent, type ConnectionStatus } from '@tenon/core'
import { z } from 'zod'

/** On whose behalf something was done. */
export const Actor = z.object({
  kind: z.enum(['user', 'team_key', 'command_line', 'system']),
  id: z.string().nullable().describe('the user’s external id, or the id of the API key'),
})
export type Actor = z.infer<typeof Actor>

/** What the audit trail tells of: all that happens to a connection, what the refresher could not do, who saw secrets. */
export const AuditAction = z.enum([
  ...ConnectionEvent.options.map((event) => `connection.${event}` as const),
  'connection.renewal_failed',
  'keyvault.set',
  'keyvault.removed',
  'keyvault.revealed',
  'keyvault.exported',
  'keyvault.imported',
])
export type AuditAction = z.infer<typeof AuditAction>

/** Beside what every entry has. Each field is named here, so that nothing else gets in. */
export interface AuditDetail {
  from?: ConnectionStatus | null
  to?: ConnectionStatus | null
  /** The product's own name for the connection. */
  externalId?: string
  accountType?: string
  /** Of the failure: an error code, never a message from elsewhere. */
  code?: string
  /** ISO 8601: until when an unused refresh token lives. */
  diesAt?: string
  /** Name of an entry of the keyvault. */
  entry?: string
  /** How many entries. */
  count?: number
}
