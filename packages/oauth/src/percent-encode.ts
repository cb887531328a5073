/**
 * Everything but the unreserved characters of RFC 3986, as UTF-8 bytes in upper-case hex: what RFC 5849 §3.6 and AWS
 * sign. Any text can be encoded: half a surrogate pair counts as U+FFFD.
 */
export function percentEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
