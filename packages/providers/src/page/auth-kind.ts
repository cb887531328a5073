import { Input, OAuth2Server, ValueSource } from '@tenon/core'
import { z } from 'zod'

/** Where a credential goes on each call to the API. Values are templates. */
const Placement = z.object({
  headers: z.record(z.string(), z.string()).default({}),
  query: z.record(z.string(), z.string()).default({}),
  basic: z.object({ username: z.string(), password: z.string() }).optional().describe('HTTP Basic, RFC 7617'),
})

/** RFC 6750 §2.1: where an access token goes unless the page says otherwise. */
const BEARER = { headers: { Authorization: 'Bearer {{token.access_token}}' } }

const Help = z.object({
  text: z.string().describe('where to find what is asked'),
  url: z
    .string()
    .regex(/^(https?:\/\/|\{\{variables\.)/)
    .describe('a template of {{variables.…}}'),
})

const Scope = z.object({
  name: z.string(),
  description: z.string().optional().describe('what it allows, as the user reads it'),
  required: z.boolean().default(false).describe('asked whatever the team chooses: the page needs it'),
})

/** A call after authorisation whose answer fills metadata; `choose` when the answer lists several. */
const PostConnect = z.object({
  name: z.string(),
  url: z.string().describe('GET; a path below the base URL, or an absolute URL template'),
  choose: z
    .object({ title: z.string(), itemsPath: z.string(), valuePath: z.string(), labelPath: z.string() })
    .optional(),
})

const shared = {
  id: z
    .string()
    .regex(/^[a-z0-9_-]+$/)
    .describe('unique in the page; the account type’s id on the wire'),
  label: z.string().describe('what the user sees when a provider offers several: "Secret or restricted key"'),
  inputs: z.array(Input).default([]),
  help: Help.optional(),
  placement: Placement.prefault({}),
  baseUrl: z.string().optional().describe('when this kind of authorisation uses another base URL'),
  postConnect: z.array(PostConnect).default([]),
  metadata: z
    .record(z.string(), ValueSource)
    .default({})
    .describe('kept beside the credential, readable by the product: never a secret'),
}

/** One way to authorise. A page may offer several; the first is the default. */
export const AuthKind = z.discriminatedUnion('type', [
  z
    .object({ type: z.literal('none'), ...shared })
    .describe('open data; inputs may still be asked (RSS: the feed)'),
  z.object({ type: z.literal('entered'), ...shared }).describe('the user enters an API key or other fields'),
  z
    .object({
      type: z.literal('oauth2'),
      ...shared,
      placement: Placement.prefault(BEARER),
      server: OAuth2Server,
      scopes: z.array(Scope).describe('asked by default; the team may choose others'),
      moreScopes: z.array(Scope).default([]).describe('known, and asked only when the team chooses them'),
    })
    .describe('OAuth 2.0 authorization code'),
])
export type AuthKind = z.infer<typeof AuthKind>
/** As a page writes it, defaults left out. */
export type AuthKindPage = z.input<typeof AuthKind>
