import { chmodSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** Others may pass through to what is theirs, as PostgreSQL's user to the database. What is secret has 0600 itself. */
const PASSABLE = 0o711

/**
 * Makes a folder and those above it, unless they are there. One by one: where mkdir answers ENOENT below a folder that
 * exists, as it does in /proc, Node's own recursive mkdir never ends.
 *
 * @throws EACCES, EEXIST, EROFS and the like, with the path that could not be made
 */
export function makeFolder(path: string): void {
  if (isFolder(path)) return
  const parent = dirname(path)
  if (parent !== path) makeFolder(parent)
  try {
    mkdirSync(path)
    chmodSync(path, PASSABLE) // whatever the umask
  } catch (error) {
    if (!isFolder(path)) throw error // else another process was faster
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
