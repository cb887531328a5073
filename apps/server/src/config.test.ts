import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

const KEY = randomBytes(32).toString('base64')
const DATABASE_URL = 'postgres://tenon:secret@localhost:5432/tenon'

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

test('an empty environment gives a server on this machine with its own database', () => {
  expect(readConfig({}, '/srv/tenon')).toEqual({
    host: '127.0.0.1',
    port: 4400,
    publicUrl: 'http://localhost:4400',
    isPublicUrlGuessed: true,
    dataDir: '/srv/tenon/.tenon',
    databaseUrl: undefined,
    encryptionKeys: undefined,
    logLevel: 'info',
    logPretty: undefined,
    provisionFile: undefined,
    outboundAllow: [],
    proxy: {
      connectTimeoutMs: 10_000,
      firstByteTimeoutMs: 60_000,
      stallTimeoutMs: 60_000,
      maxRequestBytes: undefined,
      maxResponseBytes: undefined,
      maxSignedBytes: 1_048_576,
    },
    mail: undefined,
    shutdownTimeoutMs: 10_000,
  })
})

test('every variable has its place', () => {
  const config = readConfig(
    {
      PORT: '80',
      HOST: '::',
      DATABASE_URL,
      TENON_ENCRYPTION_KEY: KEY,
      TENON_PUBLIC_URL: 'https://connect.example.com/tenon',
      TENON_DATA_DIR: '/var/data',
      TENON_LOG_LEVEL: 'debug',
      TENON_LOG_PRETTY: 'true',
      TENON_PROVISION: 'projects.json',
      TENON_OUTBOUND_ALLOW: 'localhost:4600, 10.0.0.0/8,[::1]:80 fd00::/8',
      TENON_PROXY_CONNECT_TIMEOUT_MS: '1',
      TENON_PROXY_FIRST_BYTE_TIMEOUT_MS: '2',
      TENON_PROXY_STALL_TIMEOUT_MS: '3',
      TENON_PROXY_MAX_REQUEST_BYTES: '4',
      TENON_PROXY_MAX_RESPONSE_BYTES: '5',
      TENON_PROXY_MAX_SIGNED_BYTES: '7',
      TENON_SMTP_URL: 'smtps://user:secret@mail.example.com',
      TENON_MAIL_FROM: 'Tenon <tenon@example.com>',
      TENON_SHUTDOWN_TIMEOUT_MS: '6',
    },
    '/srv',
  )
  expect(config).toEqual({
    host: '::',
    port: 80,
    publicUrl: 'https://connect.example.com/tenon',
    isPublicUrlGuessed: false,
    dataDir: '/var/data',
    databaseUrl: DATABASE_URL,
    encryptionKeys: [{ id: 'default', bytes: Buffer.from(KEY, 'base64') }],
    logLevel: 'debug',
    logPretty: true,
    provisionFile: '/srv/projects.json',
    outboundAllow: ['localhost:4600', '10.0.0.0/8', '[::1]:80', 'fd00::/8'],
    proxy: {
      connectTimeoutMs: 1,
      firstByteTimeoutMs: 2,
      stallTimeoutMs: 3,
      maxRequestBytes: 4,
      maxResponseBytes: 5,
      maxSignedBytes: 7,
    },
    mail: { smtpUrl: 'smtps://user:secret@mail.example.com', from: 'Tenon <tenon@example.com>' },
    shutdownTimeoutMs: 6,
  })
})

test('an empty value is an absent one', () => {
  expect(readConfig({ PORT: '', TENON_ENCRYPTION_KEY: ' ' })).toEqual(readConfig({}))
})

test('several keys keep their order, the first encrypts', () => {
  const old = randomBytes(32).toString('base64')
  const { encryptionKeys } = readConfig({ TENON_ENCRYPTION_KEY: `2026:${KEY},2025:${old}` })
  expect(encryptionKeys?.map((key) => key.id)).toEqual(['2026', '2025'])
})

const refused: [env: Record<string, string>, problem: RegExp][] = [
  [{ PORT: '99999' }, /^PORT must be a port from 1 to 65535, for example 4400$/],
  [{ PORT: 'http' }, /^PORT must be a port/],
  [{ PORT: '0' }, /^TENON_PUBLIC_URL is needed when PORT is 0/],
  [{ TENON_SMTP_URL: 'mail.example.com', TENON_MAIL_FROM: 'a@b.c' }, /^TENON_SMTP_URL must be an SMTP URL/],
  [{ TENON_SMTP_URL: 'smtp://localhost' }, /^TENON_MAIL_FROM is needed with TENON_SMTP_URL/],
  [{ HOST: 'http://x' }, /^HOST must be an address or host name/],
  [
    { DATABASE_URL: 'mysql://localhost/x', TENON_ENCRYPTION_KEY: KEY },
    /^DATABASE_URL must be a PostgreSQL URL, for/,
  ],
  [{ DATABASE_URL: 'localhost' }, /^DATABASE_URL must be a PostgreSQL URL, for/],
  [{ DATABASE_URL }, /^TENON_ENCRYPTION_KEY is needed with DATABASE_URL.*openssl rand -base64 32$/],
  [{ TENON_ENCRYPTION_KEY: 'hunter2' }, /^TENON_ENCRYPTION_KEY must be 32 bytes in base64/],
  [{ TENON_ENCRYPTION_KEY: `${KEY},${KEY}` }, /^TENON_ENCRYPTION_KEY must give each key its own id/],
  [{ TENON_PUBLIC_URL: 'connect.example.com' }, /^TENON_PUBLIC_URL must be an http or https URL/],
  [{ TENON_PUBLIC_URL: 'https://connect.example.com/' }, /^TENON_PUBLIC_URL must have no trailing slash/],
  [{ TENON_PUBLIC_URL: 'https://x.com?a=1' }, /^TENON_PUBLIC_URL must have no trailing slash, query/],
  [{ TENON_PUBLIC_URL: 'https://Proxy.example.com' }, /^TENON_PUBLIC_URL must not contain "proxy"/],
  [{ TENON_PUBLIC_URL: 'https://example.com/reverse-proxy' }, /^TENON_PUBLIC_URL must not contain "proxy"/],
  [{ TENON_LOG_LEVEL: 'loud' }, /^TENON_LOG_LEVEL must be one of fatal, error/],
  [{ TENON_LOG_PRETTY: 'maybe' }, /^TENON_LOG_PRETTY must be true or false$/],
  [{ TENON_OUTBOUND_ALLOW: 'intranet' }, /^TENON_OUTBOUND_ALLOW has "intranet", which is neither/],
  [{ TENON_OUTBOUND_ALLOW: '10.0.0.0/33' }, /^TENON_OUTBOUND_ALLOW has "10.0.0.0\/33"/],
  [{ TENON_PROXY_MAX_REQUEST_BYTES: '1e6' }, /^TENON_PROXY_MAX_REQUEST_BYTES must be a whole number/],
  [{ TENON_SHUTDOWN_TIMEOUT_MS: '0' }, /^TENON_SHUTDOWN_TIMEOUT_MS must be a whole number from 1/],
]

for (const [env, problem] of refused) {
  test(`${Object.entries(env).join(' ').replaceAll(KEY, 'KEY')} is refused with what to set`, () => {
    expect(problemsOf(env)).toEqual([expect.stringMatching(problem)])
  })
}

test('all problems are told at once, a line each, and no secret among them', () => {
  const problems = problemsOf({
    PORT: 'x',
    TENON_ENCRYPTION_KEY: 'hunter2',
    TENON_PUBLIC_URL: 'https://u:hunter2@x.com',
  })
  expect(problems).toHaveLength(3)
  expect(new ConfigError(problems).message).toBe(problems.join('\n'))
  expect(problems.join()).not.toContain('hunter2')
})
