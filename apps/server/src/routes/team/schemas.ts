import { ConnectionStatus, Input, ReauthReason } from '@tenon/core'
import { AUTH_KIND_TYPES } from '@tenon/providers'
import { z } from 'zod'
import { ImportOutcome } from '../../connections/import/import.ts'
import { MISSING_SETTINGS } from '../../integrations/integrations.ts'
import { KeyvaultKind } from '../../keyvault/entry.ts'

/** A `Date` here, ISO 8601 on the wire. */
export const Moment = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
})

/** An id in a path, as the noun's own type. */
export function idOf<Id extends string>() {
  return z.object({
    id: z
      .uuid()
      .toLowerCase()
      .transform((id) => id as Id),
  })
}

const ErrorReply = z
  .object({
    message: z.string().describe('what happened and what to do'),
    code: z.string().describe('compare this, never the message'),
    status: z.number().int(),
    meta: z.record(z.string(), z.unknown()).optional(),
    requestId: z.string(),
  })
  .describe('A failure')

export const Nothing = z.null().describe('No body')

/** The response schemas of a route: its success, and the one shape of every failure. */
export function replies<Status extends number, Schema extends z.ZodType>(status: Status, schema: Schema) {
  return { [status]: schema, '4xx': ErrorReply } as Record<Status, Schema> & { '4xx': typeof ErrorReply }
}

export const listOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) })

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item).describe('the newest first'),
    nextCursor: z.string().nullable().describe('asks for the next page; null on the last'),
  })

export const ProjectReply = z.object({
  id: z.string(),
  name: z.string(),
  productId: z.string(),
  productName: z.string(),
  allowedOrigins: z.array(z.string()),
  wrapsRestAnswers: z.boolean(),
  alertEmails: z.array(z.string()).describe('mailed when connections need their users again'),
  mailsUsers: z.boolean().describe('the users themselves are mailed too'),
})

export const SigningKeyReply = z.object({
  id: z.string(),
  name: z.string(),
  fingerprint: z.string().describe('SHA-256 of the DER form, base64url; user tokens may carry it as `kid`'),
  publicKey: z.string().describe('PEM'),
  createdAt: Moment,
  revokedAt: Moment.nullable(),
})

export const ApiKeyReply = z.object({
  id: z.string(),
  name: z.string(),
  hint: z.string().describe('the last four characters'),
  canReveal: z.boolean().describe('may be shown secrets of the keyvault'),
  createdAt: Moment,
  revokedAt: Moment.nullable(),
})

export const KeyvaultReply = z.object({
  id: z.string(),
  name: z.string(),
  kind: KeyvaultKind,
  description: z.string(),
  clientId: z.string().nullable().describe('of an OAuth client'),
  hasValue: z.boolean().describe('whether there is a secret: a public client has none'),
  redirectUrl: z.string().nullable().describe('to register at the provider; of an OAuth client'),
  usedBy: z.array(z.object({ kind: z.literal('integration'), id: z.string(), name: z.string() })),
  createdAt: Moment,
  updatedAt: Moment,
  lastUsedAt: Moment.nullable().describe('to the hour'),
})

export const ConnectionReply = z.object({
  id: z.string(),
  userId: z.string(),
  userExternalId: z.string().describe('your own id of the user'),
  integration: z.string(),
  accountType: z.string().describe('which kind of authorisation was used'),
  status: ConnectionStatus,
  reauthReason: ReauthReason.nullable(),
  externalId: z.string().nullable().describe('your own name for this connection'),
  accountId: z.string().nullable().describe('the provider’s id of the account'),
  accountLabel: z.string().nullable().describe('the provider’s name for the account'),
  expiresAt: Moment.nullable().describe('of the present access token'),
  createdAt: Moment,
  updatedAt: Moment,
})

export const ImportReply = z.object({
  items: z.array(
    z.object({
      row: z.number().int().describe('the first is 1'),
      user: z.string().nullable(),
      integration: z.string().nullable(),
      externalId: z.string().nullable(),
      outcome: ImportOutcome,
      connectionId: z.string().nullable(),
      code: z.string().nullable().describe('why it failed; compare this, never the reason'),
      reason: z.string().nullable(),
    }),
  ),
  created: z.number().int(),
  replaced: z.number().int(),
  skipped: z.number().int(),
  failed: z.number().int(),
})

export const UserReply = z.object({
  id: z.string(),
  externalId: z.string().describe('`sub` of the user token: your own id of the user'),
  meta: z.record(z.string(), z.unknown()).describe('what your product told about the user'),
  createdAt: Moment,
  connections: z.array(ConnectionReply).describe('the newest first'),
})

export const ProviderReply = z.object({
  id: z.string(),
  name: z.string(),
  category: z.string(),
  description: z.string(),
  docs: z.string(),
  accountTypes: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      kind: z.enum(AUTH_KIND_TYPES),
      scopes: z.array(z.string()).describe('asked by default'),
    }),
  ),
  variables: z.array(z.object({ name: z.string(), label: z.string(), default: z.string() })),
})

export const IntegrationReply = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  isActive: z.boolean(),
  description: z.string(),
  overview: z.string().describe('markdown'),
  accentColor: z.string(),
  client: z.string().nullable().describe('its OAuth client, by its name in the keyvault'),
  clientId: z.string().nullable(),
  hasClientSecret: z.boolean(),
  allowsOwnClient: z.boolean().describe('users may bring an OAuth client of their own'),
  missing: z
    .array(z.enum(MISSING_SETTINGS))
    .describe('until these are set, kinds of authorisation that need them cannot be used'),
  scopes: z.array(z.string()).nullable().describe('null asks for the provider’s own list'),
  accountTypes: z.array(z.string()).describe('kinds of authorisation offered, the default first'),
  variables: z.record(z.string(), z.string()),
  inputs: z.array(Input).describe('user settings'),
  createdAt: Moment,
  updatedAt: Moment,
})
