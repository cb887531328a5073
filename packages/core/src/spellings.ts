/** One way in which a text can be written within another. */
export interface Spelling {
  text: string
  /** Base64 within a longer run: the character before, or after, holds bits of the text and of its neighbour. */
  sharesBefore: boolean
  sharesAfter: boolean
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const BITS = 6
const UTF8 = new TextEncoder()

/** A line of a key file that says nothing but what the file is. */
const PEM_FRAME = /^-----/
/** Shorter lines of a longer text may be ordinary words. */
const SHORTEST_LINE = 16

/**
 * How a text is written by those who quote it: as it is, percent-encoded, JSON-escaped, in base64, and in base64 that was
 * encoded once more. Of a text of several lines each line counts by itself too, as a key is seldom quoted whole.
 */
export function spellingsOf(text: string): Spelling[] {
  return [text, ...linesOf(text)].flatMap((part) => [
    ...encodingsOf(part).map((encoded) => ({ text: encoded, sharesBefore: false, sharesAfter: false })),
    ...base64Of(part),
  ])
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  return lines.length > 1 ? lines.filter((line) => line.length >= SHORTEST_LINE && !PEM_FRAME.test(line)) : []
}

/** As it is, then in each style of percent-encoding and of JSON that differs from that. */
function encodingsOf(text: string): string[] {
  if (/^[A-Za-z0-9_.-]*$/.test(text)) return [text]
  const wellFormed = text.replace(/\p{Surrogate}/gu, '\ufffd') // what cannot be encoded is sent as U+FFFD
  const component = encodeURIComponent(wellFormed)
  const strict = component.replace(/[!'()*]/g, percent)
  const form = strict.replaceAll('%20', '+').replaceAll('%2A', '*').replaceAll('~', '%7E')
  const urls = [component, strict, form, encodeURI(wellFormed)]
  const json = JSON.stringify(text).slice(1, -1)
  const ascii = json.replace(/[^\x20-\x7e]/g, unicodeEscape)
  const jsons = [json, ascii, ascii.replace(/\\u[\da-f]{4}/g, upperEscape)]
  const all = [
    ...urls.flatMap((url) => [url, url.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase())]),
    ...jsons.flatMap((one) => [one, one.replaceAll('/', '\\/')]),
  ]
  return [...new Set([text, ...all])]
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function upperEscape(code: string): string {
  return `\\u${code.slice(2).toUpperCase()}`
}

/** The characters that depend on nothing but the text, when 0, 1 or 2 bytes of its first group stand before it. */
function base64Of(text: string): Spelling[] {
  const bytes = UTF8.encode(text)
  return [0, 1, 2].flatMap((before) => {
    const lead = (BITS - ((before * 8) % BITS)) % BITS
    const whole = Math.floor((bytes.length * 8 - lead) / BITS)
    const rest = bytes.length * 8 - lead - whole * BITS
    const core = Array.from({ length: whole }, (_, index) => sextet(bytes, lead + index * BITS)).join('')
    const urlSafe = core.replaceAll('+', '-').replaceAll('/', '_')
    const all = new Set([core, urlSafe, ...encodingsOf(core)])
    return Array.from(all, (spelled) => ({ text: spelled, sharesBefore: lead > 0, sharesAfter: rest > 0 }))
  })
}

function sextet(bytes: Uint8Array, bit: number): string {
  const pair = ((bytes[bit >> 3] ?? 0) << 8) | (bytes[(bit >> 3) + 1] ?? 0)
  return ALPHABET.charAt((pair >> (16 - BITS - (bit & 7))) & 63)
}
