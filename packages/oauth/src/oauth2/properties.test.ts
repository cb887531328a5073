import { AppError, TokenExchange } from '@tenon/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OAuthError } from '../oauth-error.ts'
import { NOW, registrationAt, type Special } from '../testing/registration.ts'
import { exchangeCredentials } from './exchange-credentials.ts'
import { clientCredentialsGrant, passwordGrant, refreshGrant } from './grants.ts'
import type { TokenReply } from './token-reply.ts'
import type { OAuthContext } from './wire/normalising-fetch.ts'

const runs = { numRuns: 500 }
const ORIGIN = 'https://auth.example'

const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  maxLength: 8,
})
const secretText = anyText.filter((text) => text !== '')
const anyValue = fc.oneof(
  anyText,
  fc.string({ minLength: 1 }),
  fc.double(),
  fc.integer(),
  fc.date().map((date) => date.toJSON()),
  fc.constantFrom('bearer', 'Bearer', '3600', '1e300', 1e300, -1, '-1', null, true),
  fc.jsonValue(),
)
const fields = fc.record(
  {
    access_token: anyValue,
    token_type: anyValue,
    refresh_token: anyValue,
    expires_in: anyValue,
    expires_at: anyValue,
    scope: anyValue,
    error: anyValue,
    ok: anyValue,
    id_token: anyValue,
    raw: anyValue,
    __proto__: anyValue,
  },
  { requiredKeys: [] },
)
const granted = fields.map(({ error: _, token_type: __, ...rest }) => ({ access_token: 'at-1', ...rest }))
const nested = granted.map((authed_user) => ({ ok: true, authed_user }))
const anyReply = fc.oneof(
  fc.oneof(fields, granted, nested).map((value) => JSON.stringify(value)),
  fields.map((value) =>
    new URLSearchParams(
      Object.entries(value).map(([name, one]): [string, string] => [name, JSON.stringify(one)]),
    ).toString(),
  ),
  fc.json(),
  anyText,
)
const anyStatus = fc.oneof(fc.constant(200), fc.constantFrom(201, 204, 302, 400, 401, 403, 429, 500, 503))

const DIALECTS: [name: string, special: Special][] = [
  ['of the standard', {}],
  [
    'as Slack',
    {
      response: {
        okField: 'ok',
        accessTokenPaths: ['access_token', 'authed_user.access_token'],
        tokenTypes: ['bot', 'user'],
      },
    },
  ],
  ['as Square', { response: { expiresAtField: 'expires_at' } }],
]

/** A server that answers every request alike. */
function answering(status: number, text: string, sent: string[] = []): OAuthContext {
  return {
    now: () => NOW,
    async fetch(url, init) {
      sent.push(url)
      new Headers(init.headers) // throws on what cannot be sent
      return {
        status,
        headers: { get: (name) => (name === 'X-Token' ? text : null) },
        body: (async function* () {
          yield Buffer.from(text)
        })(),
      }
    },
  }
}

test.each(DIALECTS)(
  'whatever a token endpoint answers is a usable token or an OAuthError: %s',
  async (_, special) => {
    const registration = registrationAt(ORIGIN, special)
    await fc.assert(
      fc.asyncProperty(anyStatus, anyReply, async (status, text) => {
        const context = answering(status, text)
        await expectUsable(refreshGrant(registration, { token: 'rt-1' }, context))
      }),
      runs,
    )
  },
)

test.each([['session.token'], ['header:X-Token']])(
  'nor is another answer of an exchange: %s',
  async (tokenPath) => {
    const exchange = TokenExchange.parse({
      url: `${ORIGIN}/login`,
      tokenPath,
      expiresInPath: 'session.lifetime',
      expiresAtPath: 'session.until',
      messagePaths: ['error'],
    })
    const session = fc.record(
      { token: anyValue, lifetime: anyValue, until: anyValue },
      { requiredKeys: ['token'] },
    )
    const reply = fc.oneof(
      session.map((one) => JSON.stringify({ session: one })),
      anyReply,
    )
    await fc.assert(
      fc.asyncProperty(anyStatus, reply, async (status, text) => {
        await expectUsable(exchangeCredentials(exchange, {}, answering(status, text)))
      }),
      runs,
    )
  },
)

test.each(['basic', 'body'] as const)(
  'whatever was entered is sent to the server that the page describes, or refused: %s',
  async (clientAuth) => {
    const { server } = registrationAt(ORIGIN, {
      tokenUrl: `${ORIGIN}/{{inputs.path}}/token`,
      tokenParams: { extra: '{{inputs.extra}}' },
      tokenHeaders: { 'X-Extra': '{{inputs.extra}}' },
      clientAuth,
    })
    await fc.assert(
      fc.asyncProperty(anyText, anyText, secretText, async (path, extra, secret) => {
        const sent: string[] = []
        const context = answering(200, '{"access_token":"at-1"}', sent)
        const values = { inputs: { path, extra } }
        const registration = { server, client: { id: extra, secret }, values }
        await expectUsable(
          clientCredentialsGrant(registration, { grantType: 'client_credentials', scopes: [extra] }, context),
        )
        await expectUsable(
          passwordGrant(registration, { username: path, password: secret, scopes: [] }, context),
        )
        for (const url of sent) expect(new URL(url)).toMatchObject({ origin: ORIGIN, search: '', hash: '' })
      }),
      runs,
    )
  },
)

async function expectUsable(asked: Promise<TokenReply>): Promise<void> {
  const outcome = await asked.catch((error: unknown) => error)
  if (outcome instanceof OAuthError || outcome instanceof AppError) return
  if (outcome instanceof Error) throw outcome
  const { accessToken, refreshToken, expiresAt, scope } = outcome as TokenReply
  expect(new Headers({ authorization: `Bearer ${accessToken}` }).has('authorization')).toBe(true)
  expect(accessToken).not.toBe('')
  if (refreshToken !== undefined) expect(refreshToken).toMatch(/./su)
  if (scope !== undefined) expect(scope).toMatch(/./su)
  if (expiresAt !== null) expect(expiresAt.toJSON()).toBeTypeOf('string')
}
