import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, realpath, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeFolder } from '../../make-folder.ts'
import { writeOnce } from '../../write-once.ts'
import { SHARED_FOLDER } from './binaries.ts'
import { EmbeddedDatabaseError } from './error.ts'
import { findClosedFolder, getRunAs, type RunAs } from './run-as.ts'

/** Names the folder that stands in for a data folder which PostgreSQL's user cannot enter. */
const POINTER = 'postgres-folder'

export interface Home {
  /** PostgreSQL's own data folder. */
  folder: string
  logFile: string
  runAs: RunAs | undefined
  /** Present while the database is not in the data folder: where it is, why, and how to move it. */
  warning?: string
}

/**
 * Where the embedded database lives and as whom it runs. That is the data folder, or, where root's PostgreSQL user
 * cannot enter that (a clone in /root, say), a folder under /var/lib/tenon that the data folder points to.
 *
 * A database that an earlier start put elsewhere stays there, with a warning, until somebody moves it.
 *
 * @throws EACCES, EROFS and the like if the data folder cannot be created or read
 */
export async function findHome(dataDir: string): Promise<Home> {
  makeFolder(dataDir)
  const inPlace = await realpath(dataDir)
  const owner = await ownerOf(join(inPlace, 'postgres'))
  if (owner !== undefined) return homeIn(inPlace, await getRunAs(owner))
  const pointedTo = await readPointer(inPlace)
  if (pointedTo) return homeElsewhere(inPlace, pointedTo)
  const runAs = await getRunAs()
  if (!runAs || !(await findClosedFolder(inPlace, runAs))) return homeIn(inPlace, runAs)
  return homeElsewhere(inPlace, await createElsewhere(inPlace, runAs))
}

/** Whether a database was ever made for this data folder. Changes nothing. */
export function hasHome(dataDir: string): boolean {
  return ['postgres', POINTER].some((name) => existsSync(join(dataDir, name)))
}

/** Says so if it is gone: starting with an empty database instead would look like a loss of everything. */
async function homeElsewhere(dataDir: string, pointedTo: string): Promise<Home> {
  if ((await ownerOf(pointedTo)) === undefined) {
    const pointer = join(dataDir, POINTER)
    throw new EmbeddedDatabaseError(
      `The database folder ${pointedTo} is gone: bring it back, or remove ${pointer} to begin with an empty database`,
    )
  }
  const home = homeIn(pointedTo, await getRunAs(await ownerOf(join(pointedTo, 'postgres'))))
  const closed = home.runAs && (await findClosedFolder(dataDir, home.runAs))
  return { ...home, warning: describeElsewhere({ dataDir, pointedTo, user: home.runAs?.name, closed }) }
}

function homeIn(parent: string, runAs: RunAs | undefined): Home {
  return { folder: join(parent, 'postgres'), logFile: join(parent, 'postgres.log'), runAs }
}

async function ownerOf(folder: string): Promise<number | undefined> {
  return stat(folder).then(
    ({ uid }) => uid,
    () => undefined,
  )
}

/** Temporary folders are where systems delete things, at the latest when they start. */
export function describeElsewhere({
  dataDir,
  pointedTo,
  user = '',
  closed,
}: {
  dataDir: string
  pointedTo: string
  user?: string | undefined
  /** The folder that keeps PostgreSQL's user out; absent if it could live in the data folder by now. */
  closed: string | undefined
}): string {
  const risk = /^(\/private)?(\/var)?\/tmp\//.test(`${pointedTo}/`)
    ? ', AND MAY BE LOST AT THE NEXT REBOOT'
    : ''
  const reason = closed ? `the user "${user}" cannot enter ${closed}` : 'an earlier start put it there'
  const open = closed ? `chmod o+x ${closed} && ` : ''
  return (
    `THE DATABASE IS IN ${pointedTo}, NOT IN ${dataDir}${risk}: ${reason}. To move it, stop Tenon and run: ` +
    `${open}mv ${pointedTo}/postgres ${dataDir}/ && rm ${join(dataDir, POINTER)}`
  )
}

async function readPointer(dataDir: string): Promise<string | undefined> {
  return readFile(join(dataDir, POINTER), 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  )
}

/** Of several processes the first decides. What belongs to a temporary folder is temporary too. */
async function createElsewhere(dataDir: string, runAs: RunAs): Promise<string> {
  const temporary = await realpath(tmpdir())
  const isTemporary = dataDir.startsWith(`${temporary}/`) && !(await findClosedFolder(temporary, runAs))
  const parent = isTemporary ? temporary : SHARED_FOLDER
  await mkdir(parent, { recursive: true })
  if (parent === SHARED_FOLDER) await chmod(parent, 0o755) // whatever the umask
  const folder = join(parent, `tenon-data-${randomBytes(6).toString('hex')}`)
  await mkdir(folder)
  await chmod(folder, 0o755)
  return (await writeOnce(join(dataDir, POINTER), `${folder}\n`, 0o644)).trim()
}
