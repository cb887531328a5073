import { isIP } from 'node:net'
import { isAbsolute, resolve } from 'node:path'
import { z } from 'zod'

const DEFAULT_PORT = 4400
const KEY_BYTES = 32
const EXAMPLE_DATABASE_URL = 'postgres://tenon:secret@localhost:5432/tenon'
const MIB = 1_048_576
/** What is held is held in memory, once for each such call under way. */
const LARGEST_HELD = 1_073_741_824
const KEY_RECIPE = 'make one with: openssl rand -base64 32'

/** One key of the vault. The first of a list encrypts, all of them decrypt. */
export interface EncryptionKey {
  id: string
  /** 32 bytes, for AES-256. */
  bytes: Buffer
}

/** Everything an operator can set, parsed. Made by {@link readConfig} from environment variables. */
export interface Config {
  host: string
  port: number
  /** Where browsers reach this server: scheme, host and base path, no trailing slash. */
  publicUrl: string
  /** TENON_PUBLIC_URL is unset: right in a server that browsers reach directly, anyone's guess in a command. */
  isPublicUrlGuessed: boolean
  /** Absolute path. Holds the embedded database and its keys. */
  dataDir: string
  /** Absent: the embedded PostgreSQL in `dataDir`. */
  databaseUrl: string | undefined
  /** Absent: one key, kept in `dataDir`. Only with the embedded database. */
  encryptionKeys: EncryptionKey[] | undefined
  logLevel: LogLevel
  /** Absent: readable lines on a terminal, JSON everywhere else. */
  logPretty: boolean | undefined
  /** A JSON file with projects that must exist at start. Absolute path. */
  provisionFile: string | undefined
  /** Exceptions of the outbound guard: `host:port`, an address or a CIDR range each. */
  outboundAllow: string[]
  proxy: ProxyLimits
  /** Absent: no e-mail is sent. */
  mail: MailSettings | undefined
  /** How long requests in flight may go on after a stop was asked for. */
  shutdownTimeoutMs: number
}

interface MailSettings {
  /** `smtp:` or `smtps:`, with user and password. */
  smtpUrl: string
  /** `Name <address>`, or an address. */
  from: string
}

interface ProxyLimits {
  connectTimeoutMs: number
  /** From the request's last byte to the answer's first. */
  firstByteTimeoutMs: number
  /** Longest silence within a body, either way. */
  stallTimeoutMs: number
  maxRequestBytes: number | undefined
  maxResponseBytes: number | undefined
  /** Of a request body that must be whole before it goes up: one that is signed, or carries the credential. */
  maxSignedBytes: number
}

const LogLevel = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
  error: 'must be one of fatal, error, warn, info, debug, trace, silent',
})
export type LogLevel = z.infer<typeof LogLevel>

/** The settings cannot be used. `problems` has one line for each: the variable, what is wrong, an example. */
export class ConfigError extends Error {
  readonly problems: string[]

  constructor(problems: string[]) {
    super(problems.join('\n'))
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/**
 * Reads the settings; the only place that looks at `process.env`. Empty values count as absent.
 *
 * @param cwd relative paths start here
 * @throws {ConfigError} naming all that is wrong at once
 */
export function readConfig(
  env: Record<string, string | undefined> = process.env,
  cwd = process.cwd(),
): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()))
  const parsed = Environment.safeParse(present)
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(toLine))
  const values = parsed.data
  const absolute = (path: string) => (isAbsolute(path) ? path : resolve(cwd, path))
  return {
    host: values.HOST,
    port: values.PORT,
    publicUrl: values.TENON_PUBLIC_URL ?? `http://localhost:${values.PORT}`,
    isPublicUrlGuessed: values.TENON_PUBLIC_URL === undefined,
    dataDir: absolute(values.TENON_DATA_DIR),
    databaseUrl: values.DATABASE_URL,
    encryptionKeys: values.TENON_ENCRYPTION_KEY,
    logLevel: values.TENON_LOG_LEVEL,
    logPretty: values.TENON_LOG_PRETTY,
    provisionFile: values.TENON_PROVISION && absolute(values.TENON_PROVISION),
    outboundAllow: values.TENON_OUTBOUND_ALLOW,
    proxy: {
      connectTimeoutMs: values.TENON_PROXY_CONNECT_TIMEOUT_MS,
      firstByteTimeoutMs: values.TENON_PROXY_FIRST_BYTE_TIMEOUT_MS,
      stallTimeoutMs: values.TENON_PROXY_STALL_TIMEOUT_MS,
      maxRequestBytes: values.TENON_PROXY_MAX_REQUEST_BYTES,
      maxResponseBytes: values.TENON_PROXY_MAX_RESPONSE_BYTES,
      maxSignedBytes: values.TENON_PROXY_MAX_SIGNED_BYTES,
    },
    mail:
      values.TENON_SMTP_URL && values.TENON_MAIL_FROM
        ? { smtpUrl: values.TENON_SMTP_URL, from: values.TENON_MAIL_FROM }
        : undefined,
    shutdownTimeoutMs: values.TENON_SHUTDOWN_TIMEOUT_MS,
  }
}

const Environment = z
  .object({
    PORT: port(DEFAULT_PORT),
    HOST: z
      .string()
      .regex(/^[\w.:%-]+$/, 'must be an address or host name to listen on, for example 0.0.0.0')
      .default('127.0.0.1'),
    DATABASE_URL: z
      .string()
      .refine(isPostgresUrl, `must be a PostgreSQL URL, for example ${EXAMPLE_DATABASE_URL}`)
      .optional(),
    TENON_ENCRYPTION_KEY: z.string().transform(toKeys).optional(),
    TENON_PUBLIC_URL: z.string().superRefine(checkPublicUrl).optional(),
    TENON_DATA_DIR: z.string().default('.tenon'),
    TENON_LOG_LEVEL: LogLevel.default('info'),
    TENON_LOG_PRETTY: z.stringbool({ error: 'must be true or false' }).optional(),
    TENON_PROVISION: z.string().optional(),
    TENON_OUTBOUND_ALLOW: z.string().transform(toAllowList).default([]),
    TENON_PROXY_CONNECT_TIMEOUT_MS: milliseconds(10_000),
    TENON_PROXY_FIRST_BYTE_TIMEOUT_MS: milliseconds(60_000),
    TENON_PROXY_STALL_TIMEOUT_MS: milliseconds(60_000),
    TENON_PROXY_MAX_REQUEST_BYTES: bytes(),
    TENON_PROXY_MAX_RESPONSE_BYTES: bytes(),
    TENON_PROXY_MAX_SIGNED_BYTES: wholeNumber({ min: 1, max: LARGEST_HELD, example: MIB }).default(MIB),
    TENON_SMTP_URL: z
      .string()
      .refine(isSmtpUrl, 'must be an SMTP URL, for example smtps://user:secret@mail.example.com')
      .optional(),
    TENON_MAIL_FROM: z
      .string()
      .regex(/^[^\r\n]*@[^\r\n]+$/, 'must be an address, for example Tenon <tenon@example.com>')
      .optional(),
    TENON_SHUTDOWN_TIMEOUT_MS: milliseconds(10_000),
  })
  .superRefine((values, context) => {
    if (values.DATABASE_URL && isPostgresUrl(values.DATABASE_URL) && !values.TENON_ENCRYPTION_KEY) {
      const message = `is needed with DATABASE_URL, or stored credentials could not be read again; ${KEY_RECIPE}`
      context.addIssue({ code: 'custom', path: ['TENON_ENCRYPTION_KEY'], message })
    }
    if (values.TENON_SMTP_URL && !values.TENON_MAIL_FROM) {
      const message = 'is needed with TENON_SMTP_URL, for example Tenon <tenon@example.com>'
      context.addIssue({ code: 'custom', path: ['TENON_MAIL_FROM'], message })
    }
    if (values.PORT === 0 && !values.TENON_PUBLIC_URL) {
      const message = 'is needed when PORT is 0, for example http://localhost:4400'
      context.addIssue({ code: 'custom', path: ['TENON_PUBLIC_URL'], message })
    }
  })

function toLine({ path, message }: { path: PropertyKey[]; message: string }): string {
  return `${path.join('.')} ${message}`
}

/** 0, any free port, is for tests: nobody else is told of it. */
function port(fallback: number) {
  const message = `must be a port from 1 to 65535, for example ${fallback}`
  return digits({ min: 0, max: 65_535, message }).default(fallback)
}

function wholeNumber({ min, max, example }: { min: number; max: number; example: number }) {
  return digits({ min, max, message: `must be a whole number from ${min} to ${max}, for example ${example}` })
}

function digits({ min, max, message }: { min: number; max: number; message: string }) {
  return z
    .string()
    .regex(/^\d+$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message)
}

/** Node's timers turn anything longer than 2^31 - 1 ms into 1 ms. */
function milliseconds(fallback: number) {
  return wholeNumber({ min: 1, max: 2_147_483_647, example: fallback }).default(fallback)
}

function bytes() {
  return wholeNumber({ min: 1, max: Number.MAX_SAFE_INTEGER, example: 104_857_600 }).optional()
}

function isPostgresUrl(value: string): boolean {
  return URL.canParse(value) && ['postgres:', 'postgresql:'].includes(new URL(value).protocol)
}

function isSmtpUrl(value: string): boolean {
  return URL.canParse(value) && ['smtp:', 'smtps:'].includes(new URL(value).protocol)
}

/** Existing Connect SDKs take any URL with "proxy" in it for a provider's: see wire/paragon-sdk.md. */
function checkPublicUrl(value: string, context: z.RefinementCtx): void {
  const message = publicUrlProblem(value)
  if (message) context.addIssue({ code: 'custom', message })
}

function publicUrlProblem(value: string): string | undefined {
  const url = URL.parse(value)
  if (!url || !/^https?:$/.test(url.protocol)) {
    return 'must be an http or https URL, for example https://connect.example.com'
  }
  if (value.endsWith('/') || url.search || url.hash || url.username || url.password) {
    return 'must have no trailing slash, query, fragment or user, for example https://connect.example.com'
  }
  if (/proxy/i.test(url.host + url.pathname)) {
    return 'must not contain "proxy" in host or path (Connect SDKs mistake such addresses): use another name'
  }
  return undefined
}

/** `id:base64` each, or one in base64 alone. @returns undefined when one of them is neither */
export function parseKeys(text: string): EncryptionKey[] | undefined {
  const keys = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(toKey)
  const known = keys.filter((key) => key !== undefined)
  return known.length < keys.length ? undefined : known
}

function toKeys(value: string, context: z.RefinementCtx): EncryptionKey[] {
  const known = parseKeys(value)
  if (!known) {
    const message = `must be 32 bytes in base64, or several as id:base64,id:base64 (the first encrypts); ${KEY_RECIPE}`
    context.addIssue({ code: 'custom', message })
  } else if (new Set(known.map((key) => key.id)).size < known.length) {
    context.addIssue({
      code: 'custom',
      message: 'must give each key its own id, for example 2025:base64,2026:base64',
    })
  }
  return known ?? []
}

function toKey(text: string): EncryptionKey | undefined {
  const match = /^(?:([\w-]{1,32}):)?([A-Za-z0-9+/_-]{43}=?)$/.exec(text)
  if (!match?.[2]) return undefined
  const decoded = Buffer.from(match[2], 'base64')
  return decoded.length === KEY_BYTES ? { id: match[1] ?? 'default', bytes: decoded } : undefined
}

function toAllowList(value: string, context: z.RefinementCtx): string[] {
  const entries = value.split(/[\s,]+/).filter(Boolean)
  for (const entry of entries.filter((entry) => !isHostAndPort(entry) && !isRange(entry))) {
    const message = `has "${entry}", which is neither host:port nor a range: use localhost:4600 or 10.0.0.0/8`
    context.addIssue({ code: 'custom', message })
  }
  return entries
}

function isHostAndPort(entry: string): boolean {
  return /^(\[[\da-f:.]+\]|[\w.-]+):\d{1,5}$/i.test(entry)
}

function isRange(entry: string): boolean {
  const [address = '', prefix, ...rest] = entry.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128))
}
