import {
  type Behaviour,
  type FakeProvider,
  json,
  startFakeProvider,
} from '../../apps/server/src/testing/fake-provider.ts'
import { TOKEN_PATHS } from './pages.ts'

/** The one key that buys a token at `chaos-login`. */
export const LOGIN_KEY = 'chaos-login-key'

/** The provider behind all pages of these tests. */
export async function startProvider(): Promise<FakeProvider> {
  const provider = await startFakeProvider()
  const { tokens } = provider
  const token = tokens.behaviourAt('/oauth/token')
  if (!token) throw new TypeError('the fake provider has a token endpoint')
  provider.answer('/api/v1/me', json(200, { id: 'acct-1', email: 'ada@example.com' }))
  // Tokens outlive their disconnect, so that a server which uses one still is seen doing so.
  provider.answer('/oauth/revoke', json(200, {}))
  provider.answer(TOKEN_PATHS['chaos-client'], token)
  provider.answer(TOKEN_PATHS['chaos-grace'], async (received, response) => {
    await token(received, response)
    const spent = new URLSearchParams(received.body.toString()).get('refresh_token')
    if (spent !== null) tokens.refreshTokens.add(spent)
  })
  const login: Behaviour = async (received, response) => {
    await received.whole
    const isRight = received.body.toString() === JSON.stringify({ key: LOGIN_KEY })
    const answer = isRight ? { token: tokens.issue().accessToken, lifetime: 3600 } : { error: 'wrong key' }
    await json(isRight ? 200 : 403, answer)(received, response)
  }
  provider.answer(TOKEN_PATHS['chaos-login'], login)
  return provider
}
