import { z } from 'zod'
import { Input } from './input.ts'
import { OAuth1Server } from './signing.ts'
import { Assertion, OAuth2Server, TokenExchange, TokenServer } from './token-server.ts'

/** Where a value comes from: what the user entered, the callback, the token reply, the choice, or an answer named earlier. */
export const ValueSource = z.object({
  from: z.enum(['input', 'callback', 'token', 'choice', 'answer']),
  answer: z.string().optional().describe('with `answer`: the name of the request whose answer is read'),
  path: z.string().describe('a path such as `team.id` or `[0].tenantId`'),
  pattern: z
    .string()
    .optional()
    .describe('a value that does not match ends the assembly: it is not to be trusted'),
})
export type ValueSource = z.infer<typeof ValueSource>

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
    .object({ module: z.literal('oauth1'), server: OAuth1Server, scopes: z.array(z.string()) })
    .describe('the same by OAuth 1.0a; token and token secret become {{token.…}}'),
  z
    .object({
      module: z.literal('client-credentials'),
      server: TokenServer,
      scopes: z.array(z.string()),
      grantType: z.string(),
    })
    .describe('RFC 6749 §4.4: the client itself is granted a token'),
  z
    .object({ module: z.literal('password'), server: TokenServer, scopes: z.array(z.string()) })
    .describe('RFC 6749 §4.3: {{inputs.username}} and {{inputs.password}} are exchanged for a token'),
  z
    .object({
      module: z.literal('jwt-bearer'),
      server: TokenServer,
      scopes: z.array(z.string()),
      assertion: Assertion,
    })
    .describe('RFC 7523: a signed assertion is exchanged for a token'),
  z
    .object({ module: z.literal('two-step-token'), exchange: TokenExchange })
    .describe('entered credentials are exchanged for a short-lived token in the provider’s own way'),
  z
    .object({
      module: z.literal('keyvault-value'),
      entry: z.string().describe('name of a secret of the keyvault; never of an OAuth client'),
      as: z.string().regex(/^[A-Za-z0-9_-]+$/),
    })
    .describe('a secret of the team becomes {{keyvault.…}} under the name of `as`, for what comes after'),
  z
    .object({
      module: z.literal('request'),
      name: z.string(),
      method: z.enum(['GET', 'POST']).default('GET'),
      url: z.string().describe('a path below the base URL, or an absolute URL template'),
      headers: z
        .record(z.string(), z.string())
        .optional()
        .describe('templates; they replace those that the credentials are placed in'),
      body: z.record(z.string(), z.unknown()).optional().describe('JSON'),
      protected: z
        .boolean()
        .optional()
        .describe('nothing of the answer is shown, in failures, traces or test answers'),
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
