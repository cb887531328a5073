/** Where Tenon lives, as the start of every URL: with a scheme, without a slash at the end. */
export function normalizeHost(host: string): string {
  const { origin, pathname } = new URL(/^https?:\/\//i.test(host) ? host : `https://${host}`)
  return origin + pathname.replace(/\/+$/, '')
}
