import { type Spelling, spellingsOf } from './spellings.ts'

/** What stands where a protected value stood. */
export const REDACTED = '[redacted]'

/** Shorter texts are not masked: they would blank out ordinary words. */
export const MIN_PROTECTED_LENGTH = 6

/** Where a spelling begins is found by its first characters; every spelling is at least this long. */
const WINDOW = 4
const BUCKETS = 0x10000
/** Deeper than any real answer; what is below is masked as a whole. */
const DEEPEST = 200

/** Masks protected values wherever they occur: see {@link createMask}. */
export interface Mask {
  /** Protects one more text. Shorter ones than {@link MIN_PROTECTED_LENGTH} are ignored. */
  add(text: string): void
  has(text: string): boolean
  readonly size: number
  /** The same text with {@link REDACTED} for each run of characters that belong to protected values. */
  text(text: string): string
  /** The same JSON value with its texts, names and numbers masked. */
  json(value: unknown): unknown
}

/**
 * Masks texts raw, in base64 (at each of its three alignments, either alphabet, padded or not), percent-encoded (as a
 * URI component, as a form, by RFC 3986), JSON-escaped, and in base64 that is encoded so again. Values that overlap are
 * masked together. One pass over the text, whatever the number of values.
 */
export function createMask(texts: Iterable<string> = []): Mask {
  const known = new Set<string>()
  const begins = new Uint8Array(BUCKETS)
  /** By bucket, then by length: many values may begin alike. */
  const buckets = new Map<number, Map<number, Map<string, Spelling>>>()

  function add(text: string): void {
    if (text.length < MIN_PROTECTED_LENGTH || known.has(text)) return
    known.add(text)
    for (const spelling of spellingsOf(text)) {
      const bucket = bucketAt(spelling.text, 0)
      begins[bucket] = 1
      const byLength = getOrMake(buckets, bucket)
      const alike = getOrMake(byLength, spelling.text.length)
      if (!alike.get(spelling.text)?.sharesAfter) alike.set(spelling.text, spelling)
    }
  }

  function maskText(text: string): string {
    let masked = ''
    let from = 0 // where the run that is masked begins
    let end = -1 // where it ends; -1: there is none
    let copied = 0
    const flush = () => {
      masked += text.slice(copied, from) + REDACTED
      copied = end
      end = -1
    }
    for (let at = 0; at + WINDOW <= text.length; at++) {
      const bucket = bucketAt(text, at)
      if (begins[bucket] === 0) continue
      for (const [length, alike] of buckets.get(bucket) ?? []) {
        const spelling = alike.get(text.slice(at, at + length))
        if (!spelling) continue
        const begin = spelling.sharesBefore && isBase64At(text, at - 1) ? at - 1 : at
        const reach = spelling.sharesAfter ? endOfBase64(text, at + length) : at + length
        if (end >= 0 && begin > end) flush()
        from = Math.max(copied, end < 0 ? begin : Math.min(from, begin))
        end = Math.max(end, reach)
      }
    }
    if (end >= 0) flush()
    return copied === 0 ? text : masked + text.slice(copied)
  }

  function maskJson(value: unknown, depth = 0): unknown {
    if (typeof value === 'string') return maskText(value)
    if (typeof value === 'number') {
      const text = String(value)
      return maskText(text) === text ? value : REDACTED
    }
    if (typeof value !== 'object' || value === null) return value
    if (depth === DEEPEST) return REDACTED
    if (Array.isArray(value)) return value.map((item) => maskJson(item, depth + 1))
    const entries = Object.entries(value)
    return Object.fromEntries(entries.map(([name, item]) => [maskText(name), maskJson(item, depth + 1)]))
  }

  for (const text of texts) add(text)
  return {
    add,
    has: (text) => known.has(text),
    get size() {
      return known.size
    },
    text: (text) => (known.size === 0 ? text : maskText(text)),
    json: (value) => (known.size === 0 ? value : maskJson(value)),
  }
}

function getOrMake<Key, Inner, Value>(map: Map<Key, Map<Inner, Value>>, key: Key): Map<Inner, Value> {
  const found = map.get(key)
  if (found) return found
  const made = new Map<Inner, Value>()
  map.set(key, made)
  return made
}

function bucketAt(text: string, at: number): number {
  const high = (text.charCodeAt(at) << 9) ^ (text.charCodeAt(at + 1) << 6)
  const low = (text.charCodeAt(at + 2) << 3) ^ text.charCodeAt(at + 3)
  return (high ^ low) & (BUCKETS - 1)
}

function isBase64At(text: string, at: number): boolean {
  return at >= 0 && at < text.length && /[A-Za-z0-9+/_-]/.test(text.charAt(at))
}

/** Past the one character that is shared, and the padding. */
function endOfBase64(text: string, stop: number): number {
  let end = isBase64At(text, stop) ? stop + 1 : stop
  while (text.charAt(end) === '=') end++
  return end
}
