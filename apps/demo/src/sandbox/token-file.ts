import { openKeptFile } from './kept-file.ts'
import { type TokenPayload, TokenStore } from './token-store.ts'

/**
 * A store that outlives the process in `path`, so that apps stay connected over a restart. A file that cannot be read
 * counts as empty: then they connect again.
 */
export function openTokenFile(path: string): { tokens: TokenStore; close(): void } {
  const file = openKeptFile(path, () => tokens.dump())
  const tokens = new TokenStore(file.changed)
  if (Array.isArray(file.content)) tokens.load(file.content as [string, TokenPayload][])
  return { tokens, close: file.close }
}
