/** As `encodeURIComponent`, which throws on half a surrogate pair: that becomes U+FFFD, as in any URL. */
export function encodeComponent(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
