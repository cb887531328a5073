import type { Stats } from 'node:fs'
import { readFile, realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { EmbeddedDatabaseError } from './error.ts'

/** PostgreSQL refuses to run as root. Best first: the user made for it, else one that owns nothing. */
const PREFERRED_USERS = ['postgres', '_postgres', 'nobody']

const READ = 4
const ENTER = 1

/** The user that runs PostgreSQL where this process is root. */
export interface RunAs {
  name: string
  uid: number
  gid: number
}

/**
 * `undefined`: run it as the user that this process is.
 *
 * @param owner of an existing data folder: nobody else could read it
 * @throws {EmbeddedDatabaseError} if this process is root and knows no other user
 */
export async function getRunAs(owner?: number): Promise<RunAs | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const users = parsePasswd(await readFile('/etc/passwd', 'utf8'))
  const user = users.find(({ uid }) => uid === owner && uid !== 0) ?? pickUser(users)
  if (user) return user
  throw new EmbeddedDatabaseError(
    'PostgreSQL refuses to run as root: start Tenon as another user or set DATABASE_URL',
  )
}

/** `name:password:uid:gid:…` on each line. macOS adds comments, and writes `nobody`'s ids as -2. */
export function parsePasswd(text: string): RunAs[] {
  const fields = text.split('\n').map((line) => line.split(':'))
  return fields.flatMap(([name = '', , uid, gid]) =>
    uid && gid && !name.startsWith('#') ? [{ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }] : [],
  )
}

export function pickUser(users: RunAs[]): RunAs | undefined {
  const preferred = PREFERRED_USERS.map((name) => users.find((user) => user.name === name && user.uid > 0))
  return preferred.find((user) => user !== undefined)
}

/** Whether the user gets to `path` and may read it: looks at the mode of each folder on the way, not at access lists. */
export async function isReachable(path: string, user: RunAs): Promise<boolean> {
  const real = await realpath(path)
  if (!may(user, READ, await stat(real))) return false
  return (await findClosedFolder(dirname(real), user)) === undefined
}

/** The first of the folder and those above it that the user may not enter. */
export async function findClosedFolder(folder: string, user: RunAs): Promise<string | undefined> {
  for (let current = await realpath(folder); ; current = dirname(current)) {
    if (!may(user, ENTER, await stat(current))) return current
    if (current === dirname(current)) return undefined
  }
}

function may(user: RunAs, right: number, { uid, gid, mode }: Stats): boolean {
  const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0
  return ((mode >> shift) & right) === right
}
