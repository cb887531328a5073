/** A path within a page in words, `auth "api_key", inputs "key", type`: items of lists by their id or name. */
export function placeOf(page: unknown, path: readonly PropertyKey[]): string {
  const words: string[] = []
  let value = page
  for (const part of path) {
    value = property(value, part)
    if (typeof part !== 'number') words.push(String(part))
    else words.push(`${words.pop() ?? ''} ${nameOf(value) ?? `number ${part + 1}`}`.trim())
  }
  return words.join(', ') || 'the page'
}

function nameOf(item: unknown): string | undefined {
  const name = property(item, 'id') ?? property(item, 'name')
  return typeof name === 'string' ? JSON.stringify(name) : undefined
}

export function property(value: unknown, name: PropertyKey): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<PropertyKey, unknown>)[name]
    : undefined
}
