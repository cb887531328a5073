import { type DestinationStream, type Logger, pino } from 'pino'
import type { LogLevel } from './config.ts'
import { prettyLine } from './log-pretty.ts'
import { maskProtected } from './protected-values.ts'

/**
 * All that a log line may say beside its message, so that no header, query string, body or token gets in by being part
 * of an object that somebody logged. A new field enters here first; it must never be able to hold a secret.
 */
const fieldNames = [
  'address',
  'attempt',
  'bytes',
  'code',
  'connectionId',
  'count',
  'deliveryId',
  'durationMs',
  'endpointId',
  'folder',
  'integration',
  'integrationId',
  'keyId',
  'method',
  'pid',
  'projectId',
  'provider',
  'queue',
  'reason',
  'reqId', // Fastify's own name for `requestId`
  'requestId',
  'responseTime', // Fastify's own name for `durationMs`
  'route', // the pattern, as /projects/:projectId: never the path that was asked for
  'signal',
  'status',
  'statusCode', // Fastify's own name for `status`
  'upstreamHost',
  'userId',
  'version',
] as const

const LONGEST_TEXT = 500
const DEEPEST_CAUSE = 3

type FieldName = (typeof fieldNames)[number]

/** `err` may be anything that was thrown. Other values than text, numbers and booleans are dropped. */
type LogFields = { [Name in FieldName]?: string | number | boolean | undefined } & { err?: unknown }

interface LogMethod {
  (fields: LogFields, message: string): void
  (message: string): void
}

/** What the server's parts log through. */
export interface Log extends Record<'error' | 'warn' | 'info' | 'debug', LogMethod> {
  child: (fields: LogFields) => Log
}

export interface LogOptions {
  level: LogLevel
  /** Readable lines instead of JSON. */
  pretty: boolean
  /** Defaults to standard output. */
  destination?: DestinationStream
}

// Whoever reads our output may go away, as a closed terminal does. Nothing is said then, but work goes on.
process.stdout.on('error', () => {})

/** JSON lines, or readable ones, that only hold what this file lets through. Also fits Fastify's `loggerInstance`. */
export function createLog({ level, pretty, destination = process.stdout }: LogOptions): Logger {
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: allowedFields },
      serializers: { err: (described) => described, msg: scrub },
    },
    pretty ? { write: (line) => destination.write(prettyLine(line)) } : destination,
  )
  // pino neither filters the fields of a child nor keeps a child from bringing serializers of its own.
  const child = log.child
  log.child = function (this: Logger, fields) {
    return child.call(this, allowedFields(fields))
  } as typeof log.child
  return log
}

function allowedFields(fields: Record<string, unknown>): Record<string, unknown> {
  const allowed: Record<string, unknown> = {}
  for (const name of fieldNames) {
    const value = fields[name]
    if (typeof value === 'string') allowed[name] = scrub(value)
    else if (typeof value === 'number' || typeof value === 'boolean') allowed[name] = value
  }
  if (fields.req !== undefined) Object.assign(allowed, requestFields(fields.req))
  if (fields.res !== undefined) Object.assign(allowed, responseFields(fields.res))
  if (fields.err !== undefined) allowed.err = describeError(fields.err)
  return allowed
}

/** Of what Fastify logs as `req`. */
function requestFields(request: unknown) {
  const { method, routeOptions } = request as { method?: string; routeOptions?: { url?: string } }
  return { method, route: routeOptions?.url }
}

/** Of what Fastify logs as `res`. */
function responseFields(response: unknown) {
  return { status: (response as { statusCode?: number }).statusCode }
}

function describeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const { code, cause, stack } = error as Error & { code?: unknown }
  return {
    type: error.name,
    code: typeof code === 'string' || typeof code === 'number' ? code : undefined,
    message: messageOf(error, code),
    stack: framesOf(stack?.replace(error.message, '')),
    cause: cause === undefined || depth >= DEEPEST_CAUSE ? undefined : describeError(cause, depth + 1),
  }
}

/** PostgreSQL's class 22 is bad data, and the message quotes it after a colon. */
function messageOf({ message }: Error, code: unknown): string {
  return scrub(typeof code === 'string' && /^22...$/.test(code) ? message.replace(/:.*/s, '') : message)
}

/** Without the first lines, which are about the message. */
function framesOf(stack: string | undefined): string | undefined {
  return stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim())
    .join('\n')
}

/**
 * A second fence, for text: masks what this process has opened of the keyvault, and cuts the data that Drizzle, JSON.parse and undici quote, query strings, user information in URLs,
 * Authorization values, and whatever looks like a token (24 characters or more with digits and letters, no UUID).
 */
export function scrub(text: string): string {
  return maskProtected(text)
    .replace(/\nparams:.*/s, '')
    .replace(/.*is not valid JSON/s, 'not valid JSON')
    .replace(/".*" is an invalid header/s, '… is an invalid header')
    .replace(/\?[^\s"')]+/g, '?…')
    .replace(/\/\/[^\s/@]+@/g, '//…@')
    .replace(/\b(bearer|basic)\s+\S+/gi, '$1 …')
    .replace(/[\w.~+=-]{24,}/g, (run) => (looksLikeToken(run) ? '…' : run))
    .slice(0, LONGEST_TEXT)
}

function looksLikeToken(run: string): boolean {
  return /\d/.test(run) && /[a-z]/i.test(run) && !/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(run)
}
