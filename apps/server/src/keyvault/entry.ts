import type { IntegrationId, KeyvaultEntryId } from '@tenon/core'
import { z } from 'zod'

/** Longest value: a private key or a service account's file fits. */
const MAX_VALUE_LENGTH = 32_768

export const KeyvaultKind = z.enum(['oauth_client', 'secret'])
export type KeyvaultKind = z.infer<typeof KeyvaultKind>

/** A secret of the team's own. The secret itself is not in it: see `revealEntry`. */
export interface KeyvaultEntry {
  id: KeyvaultEntryId
  name: string
  kind: KeyvaultKind
  description: string
  /** Of an OAuth client. */
  clientId: string | null
  /** Whether there is a secret: a public client has none. */
  hasValue: boolean
  /** To register at the provider; null where the entry is no OAuth client. */
  redirectUrl: string | null
  usedBy: KeyvaultUse[]
  createdAt: Date
  updatedAt: Date
  /** To the hour. */
  lastUsedAt: Date | null
}

/** Something that stops working without the entry. */
export interface KeyvaultUse {
  kind: 'integration'
  id: IntegrationId
  /** As people know it: the slug. */
  name: string
}

export const KeyvaultName = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,99}$/, 'must be letters, digits, "_", "." or "-", at most 100')

export const SetEntryInput = z.object({
  name: KeyvaultName,
  kind: KeyvaultKind.optional().describe('of a new entry: secret unless there is a clientId; never changes'),
  description: z.string().max(500).optional().describe('what it is for'),
  clientId: z.string().trim().min(1).max(500).optional().describe('of an OAuth client'),
  value: z.string().trim().min(1).max(MAX_VALUE_LENGTH).optional().describe('the secret; write-only'),
})
export type SetEntryInput = z.input<typeof SetEntryInput>
