/** Encodings of one path that we look through. */
const MAX_DECODINGS = 8

/**
 * Whether some server could read a step up in a path: a segment is `..`, or a character NUL, however often encoded; `/`,
 * `\` and `;parameters` may be encoded too.
 */
export function hasHiddenStep(path: string): boolean {
  if (!path.includes('..') && !path.includes('%')) return path.includes('\0')
  const decoded = decodeFully(path)
  if (decoded === undefined || decoded.includes('\0')) return true
  return decoded.split(/[/\\]/).some((segment) => segment === '..' || segment.startsWith('..;'))
}

/** As the last of several servers could read it; `undefined` if it is encoded more often than anyone means. */
function decodeFully(path: string): string | undefined {
  let decoded = path
  for (let round = 0; round < MAX_DECODINGS; round++) {
    const before = decoded
    decoded = before.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
    if (decoded === before) return decoded
  }
  return undefined
}
