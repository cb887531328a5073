import { AppError } from '@tenon/core'
import { ConfigError } from './config.ts'
import { EmbeddedDatabaseError } from './database/embedded/error.ts'
import { DatabaseConnectionError, DatabaseTooOldError } from './database/open.ts'
import { describeFileError } from './file-error.ts'
import { scrub } from './log.ts'
import { VaultError } from './vault.ts'

/** The properties that Node's and PostgreSQL's errors may have. */
interface SystemError extends Error {
  code?: string
  address?: string
  hostname?: string
  port?: number
}

/** Their messages say already what happened and what to do. */
const ownErrors = [AppError, ConfigError, DatabaseTooOldError, EmbeddedDatabaseError, VaultError]

const listenFailures: Record<string, (error: SystemError) => string> = {
  EADDRINUSE: ({ port }) => `Port ${port} is taken: stop what uses it, or set PORT to another one`,
  EACCES: ({ port }) => `Port ${port} needs more rights than this user has: set PORT to 1024 or above`,
  EADDRNOTAVAIL: ({ address }) =>
    `${address} is no address of this machine: set HOST to one, or to 0.0.0.0 for all`,
  ENOTFOUND: ({ hostname }) => `The host name ${hostname} is unknown: set HOST to an address of this machine`,
}

/** By the codes of Node and of PostgreSQL (appendix A of its manual). */
const connectionFailures: Record<string, (error: SystemError) => string> = {
  ECONNREFUSED: (error) => `No database answers${at(error)}: start it, or correct DATABASE_URL`,
  ETIMEDOUT: (error) => `The database${at(error)} does not answer: check DATABASE_URL and the firewall`,
  EHOSTUNREACH: (error) => `The database${at(error)} cannot be reached: check DATABASE_URL and the network`,
  ENOTFOUND: ({ hostname }) => `The database host ${hostname} is unknown: correct DATABASE_URL`,
  EAI_AGAIN: ({ hostname }) =>
    `The database host ${hostname} cannot be looked up: check DATABASE_URL and the network`,
  '28P01': () => 'The database refuses the password: correct DATABASE_URL',
  '28000': ({ message }) => `The database refuses this user: correct DATABASE_URL (${message})`,
  '3D000': ({ message }) => `The database does not exist: create it, or correct DATABASE_URL (${message})`,
  '53300': () => 'The database has no connection left: raise its max_connections',
  '57P03': () => 'The database is starting or stopping: try again in a moment',
}

const migrationFailures: Record<string, string> = {
  '25006': 'The database is a read-only replica: set DATABASE_URL to the primary',
  '42501': 'The database user may not create tables: grant it CREATE on the database',
  '55P03': 'Another process is changing the database: try again when it has finished',
}

/** One line that says what to do, for every failure to start that is not a fault of ours; the stack for those. */
export function describeStartError(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    const known = describe(current)
    if (known) return known
  }
  if (!(error instanceof Error)) return `Tenon could not start: ${scrub(String(error))}`
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? []
  return [`Tenon could not start: ${error.name}: ${scrub(error.message)}`, ...frames].join('\n')
}

function describe(error: SystemError): string | undefined {
  const { code = '' } = error
  if (ownErrors.some((own) => error instanceof own)) return error.message
  if (error instanceof DatabaseConnectionError) return describeConnectionFailure(error.cause as SystemError)
  if (migrationFailures[code]) return migrationFailures[code]
  return describeFileError(error) ?? listenFailures[code]?.(error)
}

function describeConnectionFailure(error: SystemError): string {
  const code = /timeout/.test(error.message) ? 'ETIMEDOUT' : (error.code ?? '') // pg's own timeout has no code
  const describeCode = connectionFailures[code]
  return describeCode?.(error) ?? `The database cannot be used: ${scrub(error.message)}; check DATABASE_URL`
}

function at({ address, port }: SystemError): string {
  return address ? ` at ${address.includes(':') ? `[${address}]` : address}:${port}` : ''
}
