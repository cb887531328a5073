import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { TokenStore } from './token-store.ts'

const WRITE_AFTER_MS = 100

/**
 * A store that outlives the process in `path` (mode 0600, it holds tokens), so that apps stay connected over a restart.
 * A file that cannot be read counts as empty: then they connect again.
 */
export function openTokenFile(path: string): { tokens: TokenStore; close(): void } {
  let pending: NodeJS.Timeout | undefined
  const write = () => {
    clearTimeout(pending)
    pending = undefined
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(`${path}.new`, JSON.stringify(tokens.dump()), { mode: 0o600 })
    renameSync(`${path}.new`, path)
  }
  const tokens = new TokenStore(() => {
    pending ??= setTimeout(write, WRITE_AFTER_MS)
  })
  try {
    tokens.load(JSON.parse(readFileSync(path, 'utf8')))
  } catch {}
  return { tokens, close: () => pending && write() }
}
