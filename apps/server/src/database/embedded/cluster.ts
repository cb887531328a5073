import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chown, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { Binaries } from './binaries.ts'
import { EmbeddedDatabaseError } from './error.ts'
import type { RunAs } from './run-as.ts'

const run = promisify(execFile)

/** The owner of everything in the embedded database. */
export const DATABASE_USER = 'tenon'

/** The same order of text on every machine, whatever its libraries. `TZ` spares initdb a search for the time zone. */
const LOCALE = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']

/**
 * Whoever reaches the socket is let in: its folder is open to PostgreSQL's own user alone, who could read the data
 * files as well. Nothing listens on TCP.
 */
const ACCESS = ['--auth-local=trust', '--auth-host=reject', `--username=${DATABASE_USER}`]

/** Nothing of ours, since it would hold the encryption key. */
export const CHILD_ENVIRONMENT = { LC_ALL: 'C', TZ: 'UTC' }

/**
 * Creates PostgreSQL's data folder if there is none. It gets its name when it is complete, so that neither a kill nor a
 * second process leaves half of one.
 *
 * @throws {EmbeddedDatabaseError} if another major version wrote the folder, or initdb fails
 */
export async function ensureCluster(
  folder: string,
  binaries: Binaries,
  runAs: RunAs | undefined,
): Promise<void> {
  const version = await readFile(`${folder}/PG_VERSION`, 'utf8').catch(ifMissing)
  if (version === undefined) await create(folder, binaries, runAs)
  else if (Number(version) !== binaries.majorVersion)
    throw otherVersion(folder, version.trim(), binaries.majorVersion)
}

async function create(folder: string, { initdb }: Binaries, runAs: RunAs | undefined): Promise<void> {
  const draft = `${folder}.${randomUUID()}`
  await mkdir(draft, { mode: 0o700 })
  try {
    if (runAs) await chown(draft, runAs.uid, runAs.gid)
    await run(initdb, ['--pgdata', draft, '--no-instructions', ...ACCESS, ...LOCALE], {
      env: CHILD_ENVIRONMENT,
      cwd: draft,
      ...(runAs && { uid: runAs.uid, gid: runAs.gid }),
    })
    await rename(draft, folder)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if (!isNameTaken(error)) throw initdbFailed(error)
  }
}

/** Another process was faster. */
function isNameTaken(error: unknown): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException
  return syscall === 'rename' && (code === 'ENOTEMPTY' || code === 'EEXIST')
}

function initdbFailed(cause: unknown): EmbeddedDatabaseError {
  const { stderr, message } = cause as { stderr?: string; message: string }
  const reason = stderr?.split('\n').find((line) => line.includes('error:')) ?? message.split('\n', 1)[0]
  return new EmbeddedDatabaseError(`the embedded PostgreSQL could not create its data folder: ${reason}`, {
    cause,
  })
}

function otherVersion(folder: string, written: string, shipped: number): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError(
    `${folder} was written by PostgreSQL ${written} and this Tenon ships ${shipped}: run the Tenon that wrote it, ` +
      `or serve the folder with PostgreSQL ${written} and set DATABASE_URL`,
  )
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
