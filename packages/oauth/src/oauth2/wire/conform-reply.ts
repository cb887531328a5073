import { type OAuth2Server, readPath } from '@tenon/core'
import type { Refusal } from '../../error-code.ts'

/** What differs from RFC 6749 §5 in one server's replies. */
export type ReplyDialect = OAuth2Server['response']

/** An HTTP answer, read whole. */
export interface Reply {
  status: number
  text: string
}

/** An answer made to conform. `accepted` has the members of RFC 6749 §5.1, and the answer as it was in `raw`. */
export type ConformReply =
  | { kind: 'accepted'; body: Record<string, unknown> }
  | ({ kind: 'refused' } & Refusal)
  | { kind: 'unreadable'; status: number }

type Fields = Record<string, unknown>

/** The answer to a request for tokens. */
export function conformTokenReply(dialect: ReplyDialect, reply: Reply): ConformReply {
  const raw = parse(dialect, reply)
  if (raw === undefined) return { kind: 'unreadable', status: reply.status }
  if (isRefusal(dialect, reply, raw)) return refusal(dialect, reply, raw)
  if (reply.status >= 300) return { kind: 'unreadable', status: reply.status }
  return { kind: 'accepted', body: { ...standardMembers(dialect, raw), raw } }
}

/** The answer to a revocation: its status says it all, unless the server says otherwise. */
export function conformAcknowledgement(dialect: ReplyDialect, reply: Reply): ConformReply {
  const raw = parse(dialect, reply) ?? {}
  if (isRefusal(dialect, reply, raw)) return refusal(dialect, reply, raw)
  if (reply.status >= 300) return { kind: 'unreadable', status: reply.status }
  return { kind: 'accepted', body: {} }
}

/** JSON whatever its content type says, or a form (GitHub, Facebook of old). */
function parse(dialect: ReplyDialect, { text }: Reply): Fields | undefined {
  return parseJson(text) ?? parseForm(dialect, text)
}

function parseJson(text: string): Fields | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    return isFields(parsed) ? parsed : undefined
  } catch {
    return undefined // the error would quote the text
  }
}

function parseForm({ accessTokenPaths, errorField }: ReplyDialect, text: string): Fields | undefined {
  if (!/^[\w.]+=/.test(text)) return undefined
  const parameters = new URLSearchParams(text)
  const isReply = [...accessTokenPaths, errorField].some((name) => parameters.has(name))
  return isReply ? Object.fromEntries(parameters) : undefined
}

function isRefusal({ okField, errorField }: ReplyDialect, { status }: Reply, raw: Fields): boolean {
  if (status >= 400) return true
  if (okField !== undefined && readPath(raw, okField) === false) return true
  const error = readPath(raw, errorField)
  return isText(error) || isFields(error)
}

function refusal({ errorField }: ReplyDialect, { status }: Reply, raw: Fields): ConformReply {
  return {
    kind: 'refused',
    status,
    // Facebook's error is an object; HubSpot's is in `status`
    error: firstText(raw, [
      errorField,
      `${errorField}.type`,
      `${errorField}.code`,
      'error',
      'error_code',
      'status',
    ]),
    description: firstText(raw, [
      'error_description',
      `${errorField}.message`,
      'message',
      'error_message',
      'reason',
    ]),
  }
}

/** The members that oauth4webapi judges. `id_token` is not among them: nobody is signed in with it. */
function standardMembers(dialect: ReplyDialect, raw: Fields): Fields {
  const holder = tokenHolder(dialect.accessTokenPaths, raw)
  if (!holder) return {}
  const { accessToken, members } = holder
  return {
    access_token: accessToken,
    token_type: tokenType(dialect, members.token_type),
    ...(isText(members.refresh_token) && { refresh_token: members.refresh_token }),
    ...lifetime(members.expires_in),
    ...expiry(dialect, members),
    ...scope(members[dialect.scopeField]),
  }
}

/** The first access token there is, and the members beside it. */
function tokenHolder(
  paths: readonly string[],
  raw: Fields,
): { accessToken: string; members: Fields } | undefined {
  for (const path of paths) {
    const accessToken = readPath(raw, path)
    const members = readPath(raw, path.slice(0, Math.max(path.lastIndexOf('.'), 0)))
    if (isText(accessToken) && isFields(members)) return { accessToken, members }
  }
  return undefined
}

/**
 * RFC 6749 §5.1 requires a token type, and §7.1 forbids to use a token of a type one does not know. Shopify, Instagram
 * and others leave it out and mean a bearer token. Types of a server's own are used only if its page says so.
 */
function tokenType({ tokenTypes }: ReplyDialect, type: unknown): unknown {
  if (!isText(type)) return 'bearer'
  return tokenTypes.some((known) => known.toLowerCase() === type.toLowerCase()) ? 'bearer' : type
}

/** A lifetime that cannot be read counts as unsaid: the tokens it came with may be the only ones left. */
function lifetime(expiresIn: unknown): Fields {
  const seconds = isText(expiresIn) ? Number(expiresIn) : expiresIn
  return typeof seconds === 'number' && seconds >= 0 && Number.isFinite(seconds)
    ? { expires_in: seconds }
    : {}
}

/** A date in place of a lifetime, as the server's page says. */
function expiry({ expiresAtField }: ReplyDialect, members: Fields): Fields {
  const date = expiresAtField === undefined ? undefined : members[expiresAtField]
  return isText(date) ? { expires_at: date } : {}
}

/** No scope of any provider we know has a comma in it; GitHub and Slack separate by it, others send a list. */
function scope(granted: unknown): Fields {
  const names = Array.isArray(granted)
    ? granted.filter(isText)
    : isText(granted)
      ? granted.split(/[\s,]+/)
      : []
  const text = names.filter(Boolean).join(' ')
  return text === '' ? {} : { scope: text }
}

function firstText(raw: Fields, paths: readonly string[]): string | undefined {
  return paths.map((path) => readPath(raw, path)).find(isText)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
