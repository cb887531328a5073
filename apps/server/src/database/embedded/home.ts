import { randomUUID } from 'node:crypto'
import { chmod, mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SHARED_FOLDER } from './binaries.ts'
import { getRunAs, isEnterable, type RunAs } from './run-as.ts'

/** Names the folder that stands in for a data folder which PostgreSQL's user cannot enter. */
const POINTER = 'postgres-folder'

export interface Home {
  /** PostgreSQL's own data folder. */
  folder: string
  logFile: string
  runAs: RunAs | undefined
}

/**
 * Where the embedded database lives and as whom it runs. That is the data folder, or, where root's PostgreSQL user
 * cannot enter that (a clone in /root, say), a folder under /var/lib/tenon that the data folder points to.
 *
 * @throws EACCES, EROFS and the like if the data folder cannot be created or read
 */
export async function findHome(dataDir: string): Promise<Home> {
  await mkdir(dataDir, { recursive: true })
  const inPlace = await realpath(dataDir)
  for (const parent of [inPlace, (await readPointer(inPlace)) ?? inPlace]) {
    const owner = await ownerOf(join(parent, 'postgres'))
    if (owner !== undefined) return homeIn(parent, await getRunAs(owner))
  }
  const runAs = await getRunAs()
  if (!runAs || (await isEnterable(inPlace, runAs))) return homeIn(inPlace, runAs)
  return homeIn(await createElsewhere(inPlace, runAs), runAs)
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

async function readPointer(dataDir: string): Promise<string | undefined> {
  return readFile(join(dataDir, POINTER), 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  )
}

/** Of several processes the first decides. What belongs to a temporary folder is temporary too. */
async function createElsewhere(dataDir: string, runAs: RunAs): Promise<string> {
  const temporary = await realpath(tmpdir())
  const isTemporary = dataDir.startsWith(`${temporary}/`) && (await isEnterable(temporary, runAs))
  const parent = isTemporary ? temporary : SHARED_FOLDER
  await mkdir(parent, { recursive: true })
  if (parent === SHARED_FOLDER) await chmod(parent, 0o755) // whatever the umask
  const folder = join(parent, `tenon-data-${randomUUID()}`)
  await mkdir(folder)
  await chmod(folder, 0o755)
  await writeFile(join(dataDir, POINTER), `${folder}\n`, { flag: 'wx' }).catch(() => {})
  return (await readPointer(dataDir)) ?? folder
}
