import { isIP } from 'node:net'
import { isPublic, parseAddress } from './address.ts'
import { allowsAddress, allowsHost, parseAllowedTarget } from './allow-list.ts'

/** RFC 6761 §6.3: these are the machine itself, without being looked up. */
const LOCAL_NAME = /^(?:.+\.)?localhost\.?$/
const LOOPBACK = ['127.0.0.1', '::1']

/**
 * Whether the guard will refuse a URL for what it says itself: an address, or a name of the machine itself. Where other
 * names lead is seen when they are called.
 *
 * @param entries the operator's exceptions
 */
export function isRefusedAtSight(url: URL, entries: readonly string[]): boolean {
  const allow = entries.map(parseAllowedTarget)
  const port = portOf(url)
  if (allowsHost(allow, url.hostname, port)) return false
  const literal = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(literal) !== 0) {
    const address = parseAddress(literal)
    return !isPublic(address) && !allowsAddress(allow, address, port)
  }
  const isLocal = LOCAL_NAME.test(literal)
  return isLocal && !LOOPBACK.some((one) => allowsAddress(allow, parseAddress(one), port))
}

/** The entry that lets the URL through. */
export function allowanceFor(url: URL): string {
  return `${url.hostname}:${portOf(url)}`
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
}
