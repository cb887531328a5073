import { randomUUID } from 'node:crypto'
import { errors, importSPKI, jwtVerify } from 'jose'
import { answerJson, type Behaviour } from './behaviours.ts'
import type { Received } from './received.ts'

const LIFETIME_S = 5

/**
 * The part of a provider that programs sign in to: passwords and assertions at `/grants/token`, names and keys at
 * `/grants/login`, and an API that takes what they grant, for five seconds by the clock given.
 */
export class FakeGrants {
  /** Accepted by both endpoints, with the user `ada`. */
  password = 'correct-horse'
  /** `iss` of an assertion. */
  issuer = 'robot@acme.test'
  /** Requests for tokens, oldest first, refused ones too. */
  requests: { parameters: Record<string, string>; claims?: Record<string, unknown> }[] = []

  readonly #expiries = new Map<string, number>()
  readonly #origin: string
  readonly #now: () => Date
  readonly #publicKey: string

  /** @param publicKey checks assertions; PEM */
  constructor(origin: string, { now, publicKey }: { now: () => Date; publicKey: string }) {
    this.#origin = origin
    this.#now = now
    this.#publicKey = publicKey
  }

  /** Every path and what it does, to be given to a fake provider. */
  get behaviours(): Record<string, Behaviour> {
    return { '/grants/token': this.#token, '/grants/login': this.#login, '/grants/api': this.#api }
  }

  #token: Behaviour = async (received, response) => {
    const parameters = await parametersOf(received)
    this.requests.push({ parameters })
    const isPassword = parameters.grant_type === 'password'
    const error = isPassword ? this.#judgePassword(parameters) : await this.#judgeAssertion(parameters)
    if (error) return answerJson(response, 400, { error: 'invalid_grant', error_description: error })
    answerJson(response, 200, { access_token: this.#issue(), token_type: 'Bearer', expires_in: LIFETIME_S })
  }

  /** JSON in, JSON out, a name of its own for everything. */
  #login: Behaviour = async (received, response) => {
    await received.whole
    const parameters = JSON.parse(received.body.toString())
    const error = this.#judgePassword({ username: parameters.user, password: parameters.key })
    this.requests.push({ parameters })
    if (error) return answerJson(response, 403, { problem: { text: error } })
    const goodUntil = new Date(this.#now().getTime() + LIFETIME_S * 1000).toISOString()
    answerJson(response, 200, { session: { id: this.#issue(), goodUntil } })
  }

  #api: Behaviour = (received, response) => {
    const token = received.headers['x-session'] ?? received.headers.authorization?.replace('Bearer ', '')
    const expiry = this.#expiries.get(String(token))
    if (expiry !== undefined && this.#now().getTime() < expiry) answerJson(response, 200, { id: 'ada' })
    else answerJson(response, 401, { message: 'Token is not valid' })
  }

  #judgePassword({ username, password }: Record<string, string>): string | undefined {
    return username === 'ada' && password === this.password ? undefined : 'Wrong name or password'
  }

  async #judgeAssertion({ assertion = '' }: Record<string, string>): Promise<string | undefined> {
    try {
      const { payload } = await jwtVerify(assertion, await importSPKI(this.#publicKey, 'RS256'), {
        audience: `${this.#origin}/grants/token`,
        issuer: this.issuer,
        currentDate: this.#now(),
        requiredClaims: ['exp', 'iat', 'jti'],
      })
      const last = this.requests.at(-1)
      if (last) last.claims = payload
      return undefined
    } catch (error) {
      if (error instanceof errors.JOSEError) return 'The assertion is not valid'
      throw error
    }
  }

  #issue(): string {
    const token = `gt-${randomUUID()}`
    this.#expiries.set(token, this.#now().getTime() + LIFETIME_S * 1000)
    return token
  }
}

async function parametersOf(received: Received): Promise<Record<string, string>> {
  await received.whole
  return Object.fromEntries(new URLSearchParams(received.body.toString()))
}
