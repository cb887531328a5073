/**
 * Where Tenon lives, as the start of every URL: with a scheme, without a slash at the end.
 *
 * @throws TypeError without a scheme: whether it is http or https cannot be guessed
 */
export function normalizeHost(host: string): string {
  if (!/^https?:\/\/./i.test(host)) throw new TypeError(`host must begin with https:// or http://: "${host}"`)
  const { origin, pathname } = new URL(host)
  return origin + pathname.replace(/\/+$/, '')
}
