import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { OAuthError } from '../oauth-error.ts'
import { context, REDIRECT_URI, registrationAt } from '../testing/registration.ts'
import { type Answer, json, plain, startVendor } from '../testing/vendor.ts'
import { authorizationCodeGrant } from './grants.ts'

const CLIENT_SECRET = 'sEcReT/of+the client!'
const CODE = 'cOdE/1234567890+abc'
const CODE_VERIFIER = `vErIfIeR-${'x'.repeat(43)}`
const INPUT = 'iNpUt-of-the-user'
const TOKEN = 'tOkEn-just-issued-1234567890'

const sent = [CLIENT_SECRET, CODE, INPUT].join(' ')
const echoesRequest: Answer = (response, received) =>
  json(
    { error: 'bad', error_description: `${received.body} ${received.headers.authorization} ${received.url}` },
    400,
  )(response, received)

const bodies: Record<string, Answer> = {
  'an error that echoes what was sent': json({ error: sent, error_description: sent }, 400),
  'an error that echoes a piece': json({ error: 'bad', error_description: `code ${CODE.slice(0, 12)}...` }),
  'an error that echoes the request': echoesRequest,
  'a token of a strange type': json({ access_token: TOKEN, token_type: TOKEN }),
  'a token that is not text': json({ access_token: [TOKEN], refresh_token: TOKEN }),
  'a token that no header can carry': json({ access_token: `${TOKEN}\n` }),
  'broken JSON': plain(`{"access_token":"${TOKEN}"`),
  'a bare token': plain(TOKEN),
  'a page': plain(`<html>${sent}</html>`, 502),
  'a huge answer': plain(sent.repeat(20_000)),
  'no answer': (response) => response.destroy(),
  'half an answer': (response) => {
    response.writeHead(200, { 'content-length': 1000 }).write(`{"access_token":"${TOKEN}"`)
    response.destroy()
  },
}

/** Everything anybody could print of an error. */
function shown(error: OAuthError): string {
  const inspected = inspect(error, { depth: null, showHidden: true })
  return [error.message, error.stack, inspected, JSON.stringify(error)].join('\n')
}

function expectNoSecretIn(text: string): void {
  for (const secret of [CLIENT_SECRET, CODE, CODE_VERIFIER, INPUT, TOKEN]) {
    const form = new URLSearchParams([['', secret]]).toString().slice(1)
    for (const spelling of [secret, encodeURIComponent(secret), form, btoa(secret), secret.slice(0, 10)])
      expect(text).not.toContain(spelling)
  }
  expect(text).not.toMatch(/Basic (?!\[redacted\])/)
}

async function failureOf(call: Promise<unknown>): Promise<OAuthError> {
  const error = await call.then(
    () => expect.unreachable('the call succeeded'),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(OAuthError)
  return error as OAuthError
}

const input = {
  callback: { code: CODE, state: 'state-1' },
  state: 'state-1',
  redirectUri: REDIRECT_URI,
  codeVerifier: CODE_VERIFIER,
}

describe.each(['basic', 'body'] as const)('no secret is in an error, client in the %s:', (clientAuth) => {
  const ours = {
    client: { id: 'client-1', secret: CLIENT_SECRET },
    values: { inputs: { api_key: INPUT } },
  }

  test.each(Object.entries(bodies))('%s', async (_, answer) => {
    const { origin } = await startVendor(answer)
    const registration = { ...registrationAt(origin, { clientAuth, pkce: true }), ...ours }
    expectNoSecretIn(shown(await failureOf(authorizationCodeGrant(registration, input, context))))
  })

  test.each(Object.entries(bodies))(
    '%s, to the second call, which has it all in its URL',
    async (_, answer) => {
      const { origin } = await startVendor((response, request) => {
        const first = json({ access_token: CODE })
        return (request.url.pathname === '/token' ? first : answer)(response, request)
      })
      const exchange = {
        method: 'GET' as const,
        url: `${origin}/exchange`,
        params: { grant_type: 'exchange', token: '{{token.access_token}}' },
      }
      const registration = { ...registrationAt(origin, { clientAuth, pkce: true, exchange }), ...ours }
      expectNoSecretIn(shown(await failureOf(authorizationCodeGrant(registration, input, context))))
    },
  )
})

describe('no secret is in an error about a callback with', () => {
  test.each([
    ['another state', { code: CODE, state: TOKEN }],
    ['a token', { code: CODE, state: 'state-1', token: TOKEN }],
    ['an error that echoes the code', { error: CODE, error_description: CODE, code: CODE, state: 'state-1' }],
  ])('%s', async (_, callback) => {
    const registration = registrationAt('http://127.0.0.1:1')
    const call = authorizationCodeGrant(registration, { ...input, callback }, context)
    expectNoSecretIn(shown(await failureOf(call)))
  })
})
