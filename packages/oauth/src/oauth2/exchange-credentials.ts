import { fill, readText, type TemplateValues, type TokenExchange } from '@tenon/core'
import { errorCode } from '../error-code.ts'
import { OAuthError } from '../oauth-error.ts'
import { safeText } from '../safe-text.ts'
import { checkedHeaders } from './checked-headers.ts'
import { endpointUrl } from './endpoint.ts'
import { endOf, isAccessToken, type TokenReply } from './token-reply.ts'
import { fillKnown } from './token-request.ts'
import type { OAuthContext } from './wire/normalising-fetch.ts'
import { readText as readWhole } from './wire/read-text.ts'

const TIMEOUT_MS = 30_000
/** Larger numbers of seconds since 1970 are milliseconds: the year 5138. */
const LARGEST_SECONDS = 100_000_000_000

/**
 * Exchanges entered credentials for a short-lived token, in the provider's own way.
 *
 * @throws OAuthError `invalid_grant` when the credentials are refused, or another code
 * @throws AppError `invalid_request` when a value does not fit the URL or a header
 */
export async function exchangeCredentials(
  exchange: TokenExchange,
  values: TemplateValues,
  context: OAuthContext,
): Promise<TokenReply> {
  const url = endpointUrl(exchange.url, values)
  const requestedAt = context.now()
  const { status, headers, body } = await send(url, exchange, values, context)
  const secrets = Object.values(values.inputs ?? {})
  if (status >= 400) throw refused(status, body, exchange.messagePaths, secrets)
  const token = exchange.tokenPath.startsWith('header:')
    ? headers?.get(exchange.tokenPath.slice('header:'.length))
    : readText(body, exchange.tokenPath)
  if (!token || status >= 300) throw refused(status, body, exchange.messagePaths, secrets)
  if (!isAccessToken(token))
    throw new OAuthError('malformed_reply', { detail: 'the token has characters that no header can carry' })
  const raw = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  return { accessToken: token, expiresAt: expiry(exchange, body, requestedAt), raw }
}

async function send(
  url: URL,
  { method, headers, basic, body }: TokenExchange,
  values: TemplateValues,
  { fetch, signal = AbortSignal.timeout(TIMEOUT_MS) }: OAuthContext,
) {
  const fields = body && fillKnown(body.fields, values)
  const init = {
    method,
    headers: {
      accept: 'application/json',
      'user-agent': 'Tenon',
      ...checkedHeaders(fillKnown(headers, values)),
      ...(basic && { authorization: `Basic ${basicOf(basic, values)}` }),
      ...(body && { 'content-type': contentTypes[body.as] }),
    },
    ...(body && fields && { body: body.as === 'json' ? JSON.stringify(fields) : formOf(fields) }),
    redirect: 'manual' as const,
    signal,
  }
  try {
    const response = await fetch(url.href, init)
    return { status: response.status, headers: response.headers, body: parse(await readWhole(response.body)) }
  } catch (cause) {
    throw cause instanceof OAuthError ? cause : new OAuthError('network', { cause })
  }
}

const contentTypes = { json: 'application/json', form: 'application/x-www-form-urlencoded' }

function formOf(fields: Record<string, string>): string {
  return new URLSearchParams(fields).toString()
}

/** RFC 7617. */
function basicOf(
  { username, password }: { username: string; password: string },
  values: TemplateValues,
): string {
  return Buffer.from(`${fill(username, values)}:${fill(password, values)}`).toString('base64')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Credentials that were entered and are refused are the user's to enter again. */
function refused(
  status: number,
  body: unknown,
  messagePaths: readonly string[],
  secrets: readonly string[],
): OAuthError {
  const said = messagePaths.map((path) => readText(body, path)).find((text) => text)
  const general = errorCode({ status })
  const code = general === 'server_error' ? general : status >= 400 ? 'invalid_grant' : 'malformed_reply'
  return new OAuthError(code, { status, description: said && safeText(said, secrets) })
}

function expiry(exchange: TokenExchange, body: unknown, requestedAt: Date): Date | null {
  const at = exchange.expiresAtPath === undefined ? undefined : readText(body, exchange.expiresAtPath)
  const date = at === undefined ? undefined : dateOf(at)
  if (date) return date
  const seconds = exchange.expiresInPath === undefined ? undefined : readText(body, exchange.expiresInPath)
  return endOf(seconds === undefined ? exchange.lifetimeMs : Number(seconds) * 1000, requestedAt)
}

function dateOf(text: string): Date | undefined {
  const number = Number(text)
  const date = Number.isFinite(number)
    ? new Date(number > LARGEST_SECONDS ? number : number * 1000)
    : new Date(text)
  return Number.isFinite(date.getTime()) ? date : undefined
}
