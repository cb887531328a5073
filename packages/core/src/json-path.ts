/**
 * Reads a value out of parsed JSON by a path such as `team.id`, `[0].tenantId` or `data.items[0].name`.
 * A key that has dots itself stands in quotes: `["@odata.nextLink"]`. An empty path is the whole value. Nothing there:
 * `undefined`.
 */
export function readPath(value: unknown, path: string): unknown {
  let current = value
  for (const key of pathKeys(path)) {
    if (current === null || typeof current !== 'object' || !Object.hasOwn(current, key)) return undefined
    current = (current as Record<string, unknown>)[key]
  }
  return current
}

/** The same as text: numbers and booleans are written out, objects and nulls count as not there. */
export function readText(value: unknown, path: string): string | undefined {
  const found = readPath(value, path)
  if (typeof found === 'string') return found
  if (typeof found === 'number' || typeof found === 'boolean') return String(found)
  return undefined
}

/** What {@link readPath} looks up, one after another. */
export function pathKeys(path: string): string[] {
  return Array.from(path.matchAll(/\["([^"]+)"\]|[^.[\]]+/g), ([key, quoted]) => quoted ?? key)
}
