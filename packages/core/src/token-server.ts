import { z } from 'zod'

const Parameters = z.record(z.string(), z.string())

/** When an access token is renewed, and with what. */
export const Renewal = z.object({
  url: z.string().optional().describe('absent: the token URL'),
  method: z.enum(['GET', 'POST']).default('POST').describe('GET: parameters travel in the query'),
  grantType: z.string().default('refresh_token'),
  with: z
    .enum(['refresh_token', 'access_token'])
    .default('refresh_token')
    .describe('access_token: a token that still works is exchanged for a longer one (Instagram)'),
  tokenParam: z.string().default('refresh_token').describe('the parameter that carries it'),
  params: Parameters.default({}).describe('sent too; values are templates'),
  clientAuth: z
    .enum(['basic', 'body', 'none'])
    .optional()
    .describe('absent: as everywhere at this server; none: nothing but the token is asked'),
  repeatsScopes: z.boolean().default(false).describe('the scopes must be named again (Microsoft)'),
  rotates: z.boolean().default(false).describe('the reply has a new refresh token, and the old one dies'),
  marginMs: z.number().default(60_000),
  minIntervalMs: z.number().default(15 * 60_000),
  defaultLifetimeMs: z
    .number()
    .nullable()
    .default(null)
    .describe('of access tokens, when the reply does not say'),
  reuseGraceMs: z.number().nullable().default(null),
  unusedLifetimeMs: z
    .number()
    .nullable()
    .default(null)
    .describe('after that long without a refresh, the refresh token dies (Xero: 60 days)'),
})
export type Renewal = z.infer<typeof Renewal>

const Reply = z.object({
  okField: z.string().optional().describe('false in a reply under HTTP 200 means failure (Slack: ok)'),
  errorField: z.string().default('error'),
  accessTokenPaths: z
    .array(z.string())
    .default(['access_token'])
    .describe('the first that is there counts; refresh_token, expires_in and scope stand beside it'),
  tokenTypes: z
    .array(z.string())
    .default(['bearer'])
    .describe('types that are sent as a bearer token is (Slack: bot, user); any case; one left out passes'),
  expiresAtField: z.string().optional().describe('a date beside the token, instead of expires_in (Square)'),
  scopeField: z.string().default('scope').describe('Bitbucket: scopes'),
})

/** RFC 7009, and what others do instead. */
const Revocation = z.object({
  url: z.string().describe('may name {{client.id}}'),
  method: z.enum(['POST', 'DELETE']).default('POST'),
  token: z.enum(['access', 'refresh']).default('refresh').describe('refresh: the access token if none'),
  tokenParam: z.string().default('token'),
  body: z.enum(['form', 'json', 'none']).default('form').describe('none: the URL or the bearer says it'),
  auth: z.enum(['basic', 'body', 'bearer', 'none']),
  headers: Parameters.default({}).describe(
    'templates, which may name {{client.secret}} (Square: Authorization: Client …)',
  ),
  ends: z
    .enum(['token', 'grant'])
    .default('token')
    .describe('grant: all this account gave this client ends, other connections too; revoke the last only'),
})

const tokenServer = {
  tokenUrl: z.string(),
  clientAuth: z
    .enum(['basic', 'body', 'none', 'private_key_jwt'])
    .describe(
      'client_secret_basic, client_secret_post, a public client, or RFC 7523 §2.2 with the client’s private key',
    ),
  tokenBody: z.enum(['form', 'json', 'query']).default('form').describe('query: with GET'),
  tokenParams: Parameters.default({}).describe(
    'added to every token request; values are templates; one whose slots have no value is left out',
  ),
  tokenHeaders: Parameters.default({}).describe(
    'sent with every call to this server but the authorization URL; values are templates, as in tokenParams',
  ),
  scopeSeparator: z.string().default(' '),
  scopeParam: z.string().default('scope'),
  renameParams: Parameters.default({}).describe(
    'parameters that this server calls otherwise, in every request (TikTok: client_id → client_key)',
  ),
  response: Reply.prefault({}),
  revocation: Revocation.optional(),
}

/** A token endpoint that is asked without the user: the grant itself renews. URLs are templates. */
export const TokenServer = z.object({
  ...tokenServer,
  refresh: Renewal.prefault({}).describe('when to ask again'),
})
export type TokenServer = z.infer<typeof TokenServer>

/** An OAuth 2.0 authorization server as one provider runs it. URLs are templates. */
export const OAuth2Server = z.object({
  ...tokenServer,
  authorizationUrl: z.string(),
  omitEmptyScope: z.boolean().default(false),
  userScopeParam: z
    .string()
    .optional()
    .describe('parameter for scopes asked on behalf of the user (Slack: user_scope)'),
  pkce: z.boolean().describe('send an S256 code challenge'),
  issuer: z
    .string()
    .optional()
    .describe('what `iss` of a callback must be, RFC 9207; absent: `iss` is not looked at'),
  authorizeParams: Parameters.default({}).describe('values are templates'),
  redirectUri: z
    .string()
    .optional()
    .describe('a template: what this server wants in place of the redirect URL (eBay: the RuName)'),
  callbackSignature: z
    .object({ param: z.string(), algorithm: z.enum(['sha256']) })
    .optional()
    .describe('hex HMAC of the sorted callback query without itself, by the client secret (Shopify)'),
  partialGrants: z
    .boolean()
    .default(false)
    .describe('the user may refuse single scopes; `scope` of the reply lists those granted (Google)'),
  exchange: z
    .object({ method: z.enum(['GET', 'POST']), url: z.string(), params: Parameters })
    .optional()
    .describe(
      'a second call that turns the code’s short-lived token into a long-lived one (Facebook); the client ' +
        'authenticates as at the token URL, so with `body` its id and secret join the parameters',
    ),
  refresh: Renewal.optional().describe('absent: this provider gives no refresh tokens'),
})
export type OAuth2Server = z.infer<typeof OAuth2Server>

/** RFC 7523 §2.1: what is signed in exchange for a token. Values are templates. */
export const Assertion = z.object({
  algorithm: z.enum(['RS256', 'ES256']).default('RS256'),
  key: z.string().describe('PKCS #8, PEM'),
  keyId: z.string().optional(),
  issuer: z.string(),
  subject: z.string().optional().describe('left out while its slots have no value'),
  audience: z.string(),
  scopeClaim: z.boolean().default(false).describe('scopes travel in the assertion (Google)'),
  lifetimeS: z.number().max(3600).default(300),
})
export type Assertion = z.infer<typeof Assertion>

/** A call of the provider's own that turns entered credentials into a short-lived token. Values are templates. */
export const TokenExchange = z.object({
  method: z.enum(['GET', 'POST', 'PUT']).default('POST').describe('PUT: CouchDB, npm registries'),
  url: z.string(),
  headers: Parameters.default({}),
  basic: z.object({ username: z.string(), password: z.string() }).optional(),
  body: z
    .object({ as: z.enum(['json', 'form']), fields: Parameters })
    .optional()
    .describe('absent: nothing is sent'),
  tokenPath: z.string().describe('where the answer keeps the token; `header:X-Token` for a header'),
  expiresInPath: z.string().optional().describe('seconds'),
  expiresAtPath: z.string().optional().describe('ISO 8601, or seconds or milliseconds since 1970'),
  lifetimeMs: z.number().nullable().default(null).describe('when the answer does not say'),
  marginMs: z.number().default(60_000),
  messagePaths: z.array(z.string()).default([]).describe('where a refusal keeps its message'),
})
export type TokenExchange = z.infer<typeof TokenExchange>
