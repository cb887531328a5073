import { createHash, randomUUID, timingSafeEqual } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { answerJson, type Behaviour } from './behaviours.ts'
import type { Received } from './received.ts'

/** One request to the token endpoint that was understood, and what became of it. */
export interface TokenRequest {
  grantType: string
  parameters: Record<string, string>
  /** How the client proved itself. */
  clientAuth: 'basic' | 'post' | 'none'
  /** `undefined` when tokens were issued. */
  error: string | undefined
}

export interface IssuedTokens {
  accessToken: string
  refreshToken: string
}

interface Consent {
  redirectUri: string
  challenge: string | null
  scope: string
}

/**
 * A small OAuth 2.0 authorization server with RFC 7636 and RFC 7009, and the accounts behind it. Consent is given at
 * once. A test sets the fields to make it behave like one provider or another.
 */
export class FakeOAuth {
  clientId = 'fake-client'
  clientSecret = 'fake-secret'
  /** Valid now. Clearing the set makes the API answer 401. */
  accessTokens = new Set<string>()
  /** Valid now. Clearing the set makes refreshes fail with `invalid_grant`. */
  refreshTokens = new Set<string>()
  /** Accepted as `X-Api-Key`, as Bearer token, and as user or password of Basic. */
  apiKeys = new Set(['fake-api-key'])
  /** Told as `expires_in`; `undefined` leaves it out. Tokens stay valid until a test ends them. */
  expiresInSeconds: number | undefined = 3600
  /** Each refresh issues a new refresh token and spends the old one. */
  rotates = true
  /** Leaves `refresh_token` out of replies to refreshes, and keeps the old one valid. */
  omitsRefreshToken = false
  omitsTokenType = false
  /** `nested`: Slack's `{ok, authed_user: {…}}`. */
  replyAs: 'json' | 'form' | 'nested' = 'json'
  /** Errors of the token endpoint come with status 200, as Slack sends them. */
  errorsUnder200 = false
  /** The user refuses consent. */
  deniesConsent = false
  /** Further parameters of the callback, such as QuickBooks' `realmId`. */
  callbackParameters: Record<string, string> = {}
  /** Further fields of a token reply, such as Salesforce's `instance_url`. */
  replyFields: Record<string, unknown> = {}
  /** What `/me` answers to valid credentials. */
  account: Record<string, unknown> = { id: 'acct-1', name: 'Ada Lovelace', email: 'ada@example.com' }
  /** Requests to the token endpoint, oldest first. */
  requests: TokenRequest[] = []
  /** Tokens handed to the revocation endpoint, oldest first. */
  revoked: string[] = []

  readonly #consents = new Map<string, Consent>()

  /** Issues a pair as if a user had just connected. */
  issue(): IssuedTokens {
    const issued = { accessToken: `at-${randomUUID()}`, refreshToken: `rt-${randomUUID()}` }
    this.accessTokens.add(issued.accessToken)
    this.refreshTokens.add(issued.refreshToken)
    return issued
  }

  /** Ends all access tokens, as time would. Refresh tokens live on. */
  expireAccessTokens(): void {
    this.accessTokens.clear()
  }

  /** Ends everything, as a user who removes the app would. */
  revokeAll(): void {
    this.accessTokens.clear()
    this.refreshTokens.clear()
  }

  get refreshes(): TokenRequest[] {
    return this.requests.filter(({ grantType }) => grantType === 'refresh_token')
  }

  behaviourAt(path: string): Behaviour | undefined {
    if (path === '/oauth/authorize') return this.#authorize
    if (path === '/oauth/token') return this.#token
    if (path === '/oauth/revoke') return this.#revoke
    if (path === '/me' || path.startsWith('/api/')) return this.#api
    return undefined
  }

  accepts({ headers }: Received): boolean {
    const apiKey = headers['x-api-key']
    if (typeof apiKey === 'string') return this.apiKeys.has(apiKey)
    const [scheme = '', value = ''] = (headers.authorization ?? '').split(' ')
    if (scheme.toLowerCase() === 'bearer') return this.accessTokens.has(value) || this.apiKeys.has(value)
    return basicPair(headers.authorization)?.some((part) => this.apiKeys.has(part)) ?? false
  }

  #api: Behaviour = async (received, response) => {
    await received.whole
    if (!this.accepts(received))
      answerJson(response, 401, { error: 'invalid_token', message: 'Token is not valid' })
    else if (received.path === '/me') answerJson(response, 200, this.account)
    else answerJson(response, 200, { method: received.method, url: received.url })
  }

  #authorize: Behaviour = ({ query }, response) => {
    const redirectUri = query.get('redirect_uri')
    if (query.get('client_id') !== this.clientId || redirectUri === null) {
      return answerJson(response, 400, { error: 'invalid_request' })
    }
    const callback = new URL(redirectUri)
    const state = query.get('state')
    if (state !== null) callback.searchParams.set('state', state)
    if (this.deniesConsent) {
      callback.searchParams.set('error', 'access_denied')
      callback.searchParams.set('error_description', 'The user said no')
    } else {
      const code = `code-${randomUUID()}`
      const challenge = query.get('code_challenge')
      this.#consents.set(code, { redirectUri, challenge, scope: query.get('scope') ?? '' })
      callback.searchParams.set('code', code)
      for (const [name, value] of Object.entries(this.callbackParameters))
        callback.searchParams.set(name, value)
    }
    response.writeHead(302, { location: callback.href }).end()
  }

  #token: Behaviour = async (received, response) => {
    await received.whole
    const parameters = Object.fromEntries(new URLSearchParams(received.body.toString()))
    const basic = basicPair(received.headers.authorization)
    const id = basic?.[0] ?? parameters.client_id
    const secret = basic?.[1] ?? parameters.client_secret
    const clientAuth = basic ? 'basic' : secret === undefined ? 'none' : 'post'
    const request: TokenRequest = {
      grantType: parameters.grant_type ?? '',
      parameters,
      clientAuth,
      error: undefined,
    }
    this.requests.push(request)
    const isClient =
      id === this.clientId && (clientAuth === 'none' || isSame(secret ?? '', this.clientSecret))
    request.error = isClient ? this.#refusal(request) : 'invalid_client'
    if (request.error) return this.#replyError(response, request.error)
    this.#reply(response, this.#issueFor(request), parameters.scope)
  }

  #refusal({ grantType, parameters, clientAuth }: TokenRequest): string | undefined {
    switch (grantType) {
      case 'authorization_code': {
        const consent = this.#consents.get(parameters.code ?? '')
        this.#consents.delete(parameters.code ?? '')
        if (!consent || consent.redirectUri !== parameters.redirect_uri) return 'invalid_grant'
        if (consent.challenge === null) return clientAuth === 'none' ? 'invalid_client' : undefined
        const hash = createHash('sha256').update(parameters.code_verifier ?? '')
        return hash.digest('base64url') === consent.challenge ? undefined : 'invalid_grant'
      }
      case 'refresh_token':
        return this.refreshTokens.has(parameters.refresh_token ?? '') ? undefined : 'invalid_grant'
      case 'client_credentials':
        return clientAuth === 'none' ? 'invalid_client' : undefined
      case 'password':
        return this.apiKeys.has(parameters.password ?? '') ? undefined : 'invalid_grant'
      default:
        return 'unsupported_grant_type'
    }
  }

  #issueFor({ grantType, parameters }: TokenRequest): {
    accessToken: string
    refreshToken: string | undefined
  } {
    const issued = this.issue()
    if (grantType !== 'refresh_token') return issued
    if (this.rotates && !this.omitsRefreshToken) {
      this.refreshTokens.delete(parameters.refresh_token ?? '')
      return issued
    }
    this.refreshTokens.delete(issued.refreshToken)
    return {
      accessToken: issued.accessToken,
      refreshToken: this.omitsRefreshToken ? undefined : parameters.refresh_token,
    }
  }

  #reply(
    response: ServerResponse,
    { accessToken, refreshToken }: { accessToken: string; refreshToken: string | undefined },
    scope: string | undefined,
  ): void {
    const fields = {
      access_token: accessToken,
      ...(refreshToken !== undefined && { refresh_token: refreshToken }),
      ...(!this.omitsTokenType && { token_type: 'Bearer' }),
      ...(this.expiresInSeconds !== undefined && { expires_in: this.expiresInSeconds }),
      ...(scope !== undefined && { scope }),
      ...this.replyFields,
    }
    if (this.replyAs === 'form') {
      const body = new URLSearchParams()
      for (const [name, value] of Object.entries(fields)) body.set(name, String(value))
      response.writeHead(200, { 'content-type': 'application/x-www-form-urlencoded' }).end(body.toString())
    } else {
      answerJson(response, 200, this.replyAs === 'nested' ? { ok: true, authed_user: fields } : fields)
    }
  }

  #replyError(response: ServerResponse, error: string): void {
    if (this.replyAs === 'nested') answerJson(response, 200, { ok: false, error })
    else answerJson(response, this.errorsUnder200 ? 200 : error === 'invalid_client' ? 401 : 400, { error })
  }

  #revoke: Behaviour = async (received, response) => {
    await received.whole
    const token = new URLSearchParams(received.body.toString()).get('token') ?? ''
    this.revoked.push(token)
    this.accessTokens.delete(token)
    this.refreshTokens.delete(token)
    response.writeHead(200).end()
  }
}

function basicPair(authorization: string | undefined): [user: string, password: string] | undefined {
  if (!authorization?.toLowerCase().startsWith('basic ')) return undefined
  const pair = Buffer.from(authorization.slice(6), 'base64').toString()
  const colonAt = pair.indexOf(':')
  const decode = (part: string) => decodeURIComponent(part.replaceAll('+', ' '))
  return [decode(pair.slice(0, colonAt)), decode(pair.slice(colonAt + 1))]
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}
