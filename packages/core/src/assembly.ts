import { z } from 'zod'
import { Input } from './input.ts'

/** Where a value comes from: what the user entered, the callback, the token reply, the choice, or an answer named earlier. */
export const ValueSource = z.object({
  from: z.enum(['input', 'callback', 'token', 'choice', 'answer']),
  answer: z.string().optional().describe('with `answer`: the name of the request whose answer is read'),
  path: z.string().describe('a path such as `team.id` or `[0].tenantId`'),
})
export type ValueSource = z.infer<typeof ValueSource>

/** An OAuth 2.0 authorization server as one provider runs it. URLs are templates. */
export const OAuth2Server = z.object({
  authorizationUrl: z.string(),
  tokenUrl: z.string(),
  clientAuth: z
    .enum(['basic', 'body', 'none'])
    .describe('client_secret_basic, client_secret_post, or a public client'),
  tokenBody: z.enum(['form', 'json']).default('form'),
  scopeSeparator: z.string().default(' '),
  scopeParam: z.string().default('scope'),
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
  authorizeParams: z.record(z.string(), z.string()).default({}).describe('values are templates'),
  renameParams: z
    .record(z.string(), z.string())
    .default({})
    .describe(
      'parameters that this server calls otherwise, in every request (TikTok: client_id → client_key)',
    ),
  tokenHeaders: z
    .record(z.string(), z.string())
    .default({})
    .describe('sent as they are with every call to this server but the authorization URL'),
  response: z
    .object({
      okField: z.string().optional().describe('false in a reply under HTTP 200 means failure (Slack: ok)'),
      errorField: z.string().default('error'),
      accessTokenPaths: z
        .array(z.string())
        .default(['access_token'])
        .describe('the first that is there counts; refresh_token, expires_in and scope stand beside it'),
      tokenTypes: z
        .array(z.string())
        .default(['bearer'])
        .describe(
          'types that are sent as a bearer token is (Slack: bot, user); any case; one left out passes',
        ),
    })
    .prefault({}),
  partialGrants: z
    .boolean()
    .default(false)
    .describe('the user may refuse single scopes; `scope` of the reply lists those granted (Google)'),
  exchange: z
    .object({ method: z.enum(['GET', 'POST']), url: z.string(), params: z.record(z.string(), z.string()) })
    .optional()
    .describe(
      'a second call that turns the code’s short-lived token into a long-lived one (Facebook); the client ' +
        'authenticates as at the token URL, so with `body` its id and secret join the parameters',
    ),
  refresh: z
    .object({
      url: z.string().optional().describe('absent: the token URL'),
      rotates: z.boolean().default(false),
      marginMs: z.number().default(60_000),
      minIntervalMs: z.number().default(15 * 60_000),
      defaultLifetimeMs: z.number().nullable().default(null),
      reuseGraceMs: z.number().nullable().default(null),
    })
    .optional()
    .describe('absent: this provider gives no refresh tokens'),
  revocation: z
    .object({
      url: z.string().describe('may name {{client.id}}'),
      method: z.enum(['POST', 'DELETE']).default('POST'),
      token: z.enum(['access', 'refresh']).default('refresh').describe('refresh: the access token if none'),
      tokenParam: z.string().default('token'),
      body: z.enum(['form', 'json', 'none']).default('form').describe('none: the URL or the bearer says it'),
      auth: z.enum(['basic', 'body', 'bearer', 'none']),
      ends: z
        .enum(['token', 'grant'])
        .default('token')
        .describe(
          'grant: all this account gave this client ends, other connections too; revoke the last only',
        ),
    })
    .optional()
    .describe('RFC 7009, and what others do instead'),
})
export type OAuth2Server = z.infer<typeof OAuth2Server>

/**
 * One module of an assembly. An app assembly obtains and checks a user's credentials by running its modules in order;
 * those that need the user (`form`, `oauth2`, `choose`) wait and go on when the answer is there.
 */
export const Module = z.discriminatedUnion('module', [
  z.object({ module: z.literal('no-credentials') }).describe('the API is open; there is nothing to save'),
  z
    .object({
      module: z.literal('form'),
      inputs: z.array(Input),
      help: z
        .object({ text: z.string(), url: z.string().regex(/^(https?:\/\/|\{\{variables\.)/) })
        .optional(),
    })
    .describe('waits for the user to enter values; they become {{inputs.…}}'),
  z
    .object({ module: z.literal('oauth2'), server: OAuth2Server, scopes: z.array(z.string()) })
    .describe('sends the user to the provider and waits for the callback; the reply becomes {{token.…}}'),
  z
    .object({
      module: z.literal('request'),
      name: z.string(),
      method: z.enum(['GET', 'POST']).default('GET'),
      url: z.string().describe('a path below the base URL, or an absolute URL template'),
    })
    .describe('calls the API with the credentials so far and keeps the answer under its name'),
  z
    .object({
      module: z.literal('check'),
      answer: z.string(),
      success: z.object({ path: z.string(), equals: z.unknown() }).optional(),
      format: z.enum(['feed']).optional().describe('what the body must be: an RSS, Atom or JSON feed'),
      messagePaths: z.array(z.string()).default([]),
    })
    .describe('ends the assembly with the provider’s own message when the answer is an error'),
  z
    .object({
      module: z.literal('choose'),
      answer: z.string(),
      title: z.string(),
      itemsPath: z.string(),
      valuePath: z.string(),
      labelPath: z.string(),
    })
    .describe('lets the user pick one item of an answer; a single item is taken without asking'),
  z
    .object({
      module: z.literal('profile'),
      metadata: z.record(z.string(), ValueSource).default({}),
      account: z.object({ id: ValueSource, label: ValueSource }).optional(),
    })
    .describe('keeps what is known of the account; metadata becomes {{metadata.…}}'),
  z.object({ module: z.literal('save-credentials') }).describe('seals what was obtained into the connection'),
])
export type Module = z.infer<typeof Module>
export type ModuleName = Module['module']

/** An app assembly can be published only if it saves what it obtained, or needs nothing. */
export const AppAssembly = z
  .array(Module)
  .min(1)
  .refine(
    (modules) => modules.at(-1)?.module === 'save-credentials' || modules.at(-1)?.module === 'no-credentials',
    'an app assembly must end in save-credentials, or be no-credentials',
  )
export type AppAssembly = z.infer<typeof AppAssembly>
