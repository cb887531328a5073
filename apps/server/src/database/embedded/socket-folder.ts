import { createHash } from 'node:crypto'
import { chown, lstat, mkdir, rmdir } from 'node:fs/promises'
import { EmbeddedDatabaseError } from './error.ts'
import type { RunAs } from './run-as.ts'

/** A socket's path is at most 103 bytes long on macOS: too short for many a data folder. */
export function socketFolderFor(folder: string): string {
  return `/tmp/tenon-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`
}

/**
 * Makes sure that nobody but PostgreSQL's user can enter the folder: it has a guessable name in a folder that everybody
 * can write to.
 *
 * @throws {EmbeddedDatabaseError} if somebody else made it
 */
export async function ensureSocketFolder(path: string, runAs: RunAs | undefined): Promise<void> {
  const ownUid = process.getuid?.()
  await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  const { uid, mode, isDirectory } = await statLink(path)
  const isOurs = uid === ownUid || uid === runAs?.uid
  if (!isDirectory || !isOurs || (mode & 0o077) !== 0) {
    throw new EmbeddedDatabaseError(
      `${path}, the folder for the database's socket, belongs to somebody else: remove it`,
    )
  }
  if (runAs) await chown(path, runAs.uid, runAs.gid)
}

/** Left alone while a socket is in it. */
export async function removeSocketFolder(path: string): Promise<void> {
  await rmdir(path).catch(() => {})
}

async function statLink(path: string) {
  const stats = await lstat(path)
  return { uid: stats.uid, mode: stats.mode, isDirectory: stats.isDirectory() }
}
