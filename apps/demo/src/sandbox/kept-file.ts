import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const WRITE_AFTER_MS = 100

export interface KeptFile {
  /** What an earlier process left; `undefined` when that was nothing, or it cannot be read. */
  readonly content: unknown
  /** What is kept is other than before: it is written soon, many changes at once. */
  changed(): void
  /** Writes what is not written yet. */
  close(): void
}

/** A JSON file (mode 0600) in which something outlives the process; whole at any time, since it is replaced by renaming. */
export function openKeptFile(path: string, dump: () => unknown): KeptFile {
  let pending: NodeJS.Timeout | undefined
  const write = () => {
    clearTimeout(pending)
    pending = undefined
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(`${path}.new`, JSON.stringify(dump()), { mode: 0o600 })
    renameSync(`${path}.new`, path)
  }
  return {
    content: read(path),
    changed: () => {
      pending ??= setTimeout(write, WRITE_AFTER_MS)
    },
    close: () => pending && write(),
  }
}

function read(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
