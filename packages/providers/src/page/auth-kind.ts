import {
  Assertion,
  Derivation,
  Input,
  OAuth1Server,
  OAuth2Server,
  Signing,
  TokenExchange,
  TokenServer,
  ValueSource,
} from '@tenon/core'
import { z } from 'zod'
import { Account, TestEndpoint } from './test-endpoint.ts'

/** Where a credential goes on each call to the API. Values are templates. */
const Placement = z.object({
  headers: z.record(z.string(), z.string()).default({}),
  query: z.record(z.string(), z.string()).default({}),
  basic: z.object({ username: z.string(), password: z.string() }).optional().describe('HTTP Basic, RFC 7617'),
  body: z
    .record(z.string(), z.string())
    .default({})
    .describe(
      'fields added to a JSON object or form; a call without a body sends them as JSON, unless it is a GET',
    ),
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
  name: z.string().describe('a template, for scopes that name the user’s own host (Dynamics 365)'),
  description: z.string().optional().describe('what it allows, as the user reads it'),
  required: z.boolean().default(false).describe('asked whatever the team chooses: the page needs it'),
})

/** A call after authorisation whose answer fills metadata; `choose` when the answer lists several. */
const PostConnect = z.object({
  name: z.string(),
  url: z.string().describe('GET; a path below the base URL, or an absolute URL template'),
  headers: z
    .record(z.string(), z.string())
    .optional()
    .describe('templates; they replace those of the placement (Mailchimp: Authorization: OAuth …)'),
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
  derived: z.record(z.string(), Derivation).default({}).describe('{{derived.…}}, made of other values'),
  placement: Placement.prefault({}),
  signing: Signing.optional().describe('when every call is signed, beside or instead of a placement'),
  baseUrl: z.string().optional().describe('when this kind of authorisation uses another base URL'),
  test: TestEndpoint.optional().describe('when it is tested otherwise: an app is no user (Microsoft)'),
  account: Account.optional().describe('when its account is known otherwise'),
  postConnect: z.array(PostConnect).default([]),
  metadata: z
    .record(z.string(), ValueSource)
    .default({})
    .describe('kept beside the credential, readable by the product: never a secret'),
}

const granted = {
  ...shared,
  placement: Placement.prefault(BEARER),
  server: TokenServer,
  scopes: z.array(Scope).default([]),
}

/** One way to authorise. A page may offer several; the first is the default. */
export const AuthKind = z.discriminatedUnion('type', [
  z
    .object({ type: z.literal('none'), ...shared })
    .describe('open data; inputs may still be asked (RSS: the feed)'),
  z
    .object({ type: z.literal('entered'), ...shared })
    .describe('the user enters an API key or other fields; they may sign calls, too'),
  z
    .object({
      type: z.literal('oauth2'),
      ...shared,
      placement: Placement.prefault(BEARER),
      server: OAuth2Server,
      scopes: z.array(Scope).describe('asked by default; the team may choose others'),
      moreScopes: z
        .array(Scope)
        .default([])
        .describe('known, and asked only when the team chooses them, or, if required, when it chooses any'),
    })
    .describe('OAuth 2.0 authorization code'),
  z
    .object({
      type: z.literal('client_credentials'),
      ...granted,
      grantType: z.string().default('client_credentials').describe('Zoom: account_credentials'),
    })
    .describe(
      'OAuth 2.0 client credentials, RFC 6749 §4.4; the client is the team’s unless inputs ask for one',
    ),
  z
    .object({ type: z.literal('password'), ...granted })
    .describe('RFC 6749 §4.3, with the inputs username and password'),
  z
    .object({ type: z.literal('jwt_bearer'), ...granted, assertion: Assertion })
    .describe('RFC 7523: a service account or an app signs for itself'),
  z
    .object({ type: z.literal('two_step'), ...shared, exchange: TokenExchange })
    .describe('what is entered buys a short-lived token'),
  z
    .object({
      type: z.literal('oauth1'),
      ...shared,
      server: OAuth1Server,
      signing: Signing,
      scopes: z.array(Scope).default([]),
      moreScopes: z.array(Scope).default([]).describe('as with OAuth 2.0'),
    })
    .describe('OAuth 1.0a, RFC 5849, in which the provider issues the tokens'),
])
export type AuthKind = z.infer<typeof AuthKind>
/** As a page writes it, defaults left out. */
export type AuthKindPage = z.input<typeof AuthKind>

/** Every kind by name. */
export const AUTH_KIND_TYPES = AuthKind.options.map(({ shape }) => shape.type.value)

/** What the page tells of scopes, whether or not they are asked by default. */
export function knownScopes(auth: AuthKind): z.infer<typeof Scope>[] {
  if (!('scopes' in auth)) return []
  return 'moreScopes' in auth ? [...auth.scopes, ...auth.moreScopes] : auth.scopes
}

/** Kinds for which the user leaves for the provider's own pages. */
export function visitsProvider({ type }: Pick<AuthKind, 'type'>): boolean {
  return type === 'oauth2' || type === 'oauth1'
}

/** The inputs by which a user brings an OAuth client of their own. */
export const OWN_CLIENT = { id: 'client_id', secret: 'client_secret' }

/** Whose OAuth client a kind of authorisation uses, unless the user enters an optional one of their own. */
export function clientOwner(auth: AuthKind): 'team' | 'user' | 'nobody' {
  if (auth.inputs.some(({ id, required }) => id === OWN_CLIENT.id && required !== false)) return 'user'
  switch (auth.type) {
    case 'oauth2':
    case 'client_credentials':
      return 'team'
    case 'oauth1':
      return auth.server.flow === 'redirect' ? 'team' : 'nobody'
    case 'password':
      return auth.server.clientAuth === 'none' ? 'nobody' : 'team'
    case 'jwt_bearer':
      return /\{\{\s*client\./.test(JSON.stringify(auth.assertion)) ? 'team' : 'nobody'
    default:
      return 'nobody'
  }
}
