import { isForm, isJson, typeOfJson } from './body.ts'

type Pair = readonly [name: string, value: string]

/** A body with the credential's fields in it. */
export interface PlacedBody {
  body: Buffer
  /** Where the caller’s own type does not hold any more. */
  type?: string
}

/**
 * Adds a credential's fields to a JSON object or a form. Without a body they become one, unless the method is for reading.
 *
 * @returns `undefined` for a body that has no fields: it goes up as it is
 */
export function placeInBody(
  fields: readonly Pair[],
  { method, type, body }: { method: string; type: string | undefined; body: Buffer | null },
): PlacedBody | undefined {
  if (!body) {
    if (method === 'GET' || method === 'HEAD') return undefined
    return { body: Buffer.from(JSON.stringify(Object.fromEntries(fields))), type: 'application/json' }
  }
  if (isForm(type)) return { body: Buffer.from(inForm(fields, body.toString('latin1')), 'latin1') }
  if (!isJson(type ?? typeOfJson(body))) return undefined
  const json = inObject(fields, body.toString())
  return json === undefined ? undefined : { body: Buffer.from(json) }
}

/**
 * Written into the text, since reading and writing it again would round large numbers. They come last: of a name that is
 * there twice, parsers take the last.
 */
function inObject(fields: readonly Pair[], text: string): string | undefined {
  const size = membersOf(text)
  if (size === undefined) return undefined
  const members = JSON.stringify(Object.fromEntries(fields)).slice(1, -1)
  const end = text.lastIndexOf('}')
  return text.slice(0, end) + (size === 0 || members === '' ? '' : ',') + members + text.slice(end)
}

/** How many members the JSON object has; `undefined` for other JSON, and what is none. */
function membersOf(text: string): number | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
    return isObject ? Object.keys(parsed).length : undefined
  } catch {
    return undefined
  }
}

/** After the caller's own, less those of the same name; the rest stays as sent. */
function inForm(fields: readonly Pair[], text: string): string {
  const names = new Set(fields.map(([name]) => name))
  const nameOf = (parameter: string) => new URLSearchParams(parameter).keys().next().value ?? ''
  const kept = text.split('&').filter((parameter) => parameter !== '' && !names.has(nameOf(parameter)))
  return [...kept, new URLSearchParams(Object.fromEntries(fields)).toString()].join('&')
}
