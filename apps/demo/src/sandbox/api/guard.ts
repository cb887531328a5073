import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Provider } from 'oidc-provider'
import { type Account, findAccount, findAccountByKey } from '../accounts.ts'
import { parseScopes, type Scope, scopeNames } from '../scopes.ts'
import { ApiError } from './errors.ts'
import { admit, type RateWindow } from './rate-limit.ts'

/** What everybody gets; `?rate_limit=` asks for less, in a shorter window, to see what then happens. */
const USUAL_RATE = { limit: 240, windowMs: 60_000 }
const ASKED_WINDOW_MS = 10_000
const MAX_DELAY_MS = 30_000

/** Who calls, and what they may do. */
interface Caller {
  account: Account
  scopes: readonly Scope[]
  /** Calls with the same credential share a rate limit. */
  credential: string
}

interface Answer {
  status?: number
  headers?: Record<string, string>
  /** Sent as JSON; none sends no body. */
  body?: unknown
}

export interface GuardParts {
  provider: Provider
  now: () => number
  /** Ends delayed answers when the sandbox stops. */
  stopping: AbortSignal
}

export type Guard = (
  scope: Scope,
  answer: (account: Account, request: FastifyRequest) => Answer,
) => (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/** Puts in front of a route what every call meets: credential, rate limit, scope, delay; and behind it the ETag. */
export function createGuard({ provider, now, stopping }: GuardParts): Guard {
  const windows = new Map<string, RateWindow>()

  function countCall({ credential }: Caller, asked: number | undefined, reply: FastifyReply): void {
    const rate = asked === undefined ? USUAL_RATE : { limit: asked, windowMs: ASKED_WINDOW_MS }
    const key = `${credential} ${asked}`
    const admission = admit(windows.get(key), rate, now())
    windows.set(key, admission.window)
    const resetS = Math.ceil(admission.resetMs / 1000)
    reply.headers({
      'x-ratelimit-limit': rate.limit,
      'x-ratelimit-remaining': admission.remaining,
      'x-ratelimit-reset': resetS,
    })
    if (!admission.isAllowed) {
      const message = `At most ${rate.limit} calls in ${rate.windowMs / 1000} seconds; try again in ${resetS}`
      throw new ApiError('rate_limited', message, { headers: { 'retry-after': String(resetS) } })
    }
  }

  return (scope, answer) => async (request, reply) => {
    const caller = await authenticate(provider, request, now())
    countCall(caller, readNumber(request, 'rate_limit', 'x-sandbox-rate-limit'), reply)
    if (!caller.scopes.includes(scope)) {
      throw new ApiError('insufficient_scope', `This token was not granted ${scope}`, {
        headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
      })
    }
    const delayMs = Math.min(readNumber(request, 'delay_ms', 'x-sandbox-delay-ms') ?? 0, MAX_DELAY_MS)
    if (delayMs > 0) await delay(delayMs, undefined, { signal: AbortSignal.any([stopping, gone(reply)]) })
    return send(request, reply, answer(caller.account, request))
  }
}

async function authenticate(provider: Provider, { headers }: FastifyRequest, now: number): Promise<Caller> {
  const apiKey = headers['x-api-key']
  if (typeof apiKey === 'string') {
    const account = findAccountByKey(apiKey)
    if (!account)
      throw unauthenticated('This API key is not one of ours. Copy it again from Settings → API keys')
    return { account, scopes: scopeNames, credential: apiKey }
  }
  const [, bearer] = /^Bearer (\S+)$/i.exec(headers.authorization ?? '') ?? []
  if (bearer === undefined)
    throw unauthenticated('Send an access token as Bearer, or an API key as X-Api-Key')
  // Expiry is compared here and not in the store, so that it follows the sandbox's own clock.
  const token = await provider.AccessToken.find(bearer, { ignoreExpiration: true })
  const account = token && findAccount(token.accountId)
  if (!account || token.exp * 1000 <= now) throw invalidToken()
  return { account, scopes: parseScopes(token.scope), credential: bearer }
}

function unauthenticated(message: string): ApiError {
  return new ApiError('unauthenticated', message, { headers: { 'www-authenticate': 'Bearer' } })
}

// RFC 6750 §3.1: "The access token provided is expired, revoked, malformed, or invalid for other reasons."
function invalidToken(): ApiError {
  const message = 'This access token has expired or was withdrawn'
  return new ApiError('invalid_token', message, {
    headers: { 'www-authenticate': `Bearer error="invalid_token", error_description="${message}"` },
  })
}

/** A whole number from the query or a header; anything else counts as absent. */
function readNumber({ query, headers }: FastifyRequest, param: string, header: string): number | undefined {
  const text = (query as Record<string, unknown>)[param] ?? headers[header]
  return typeof text === 'string' && /^\d{1,6}$/.test(text) ? Number(text) : undefined
}

/** Aborts when the caller goes away. */
function gone(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => controller.abort())
  return controller.signal
}

function send(request: FastifyRequest, reply: FastifyReply, answer: Answer): FastifyReply {
  const { status = 200, headers = {}, body } = answer
  reply.code(status).headers({ 'cache-control': 'private, no-cache', ...headers })
  if (body === undefined) return reply.send()
  const json = JSON.stringify(body)
  if (request.method === 'GET') {
    const etag = `"${createHash('sha256').update(json).digest('base64url').slice(0, 22)}"`
    reply.header('etag', etag)
    if (request.headers['if-none-match']?.split(/,\s*/).includes(etag)) return reply.code(304).send()
  }
  return reply.type('application/json; charset=utf-8').send(json)
}
