import ipaddr from 'ipaddr.js'
import type { Address } from './address.ts'

/** One exception that the operator made. Without a port it holds for every port. */
export interface AllowedTarget {
  /** A host name in lower case, or a range of addresses. */
  target: string | readonly [first: Address, prefixBits: number]
  port: number | undefined
}

/** `host`, `host:port` or `[address]:port`. What has several bare colons is an IPv6 address or range. */
const ENTRY = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/
const HOST_NAME = /^[a-z0-9_.-]+$/i

/**
 * Reads one entry of the operator's list.
 *
 * @example `127.0.0.1:4402`, `10.0.0.0/8`, `[::1]:4402`, `fd00::/8`, `intranet.example:8080`, `localhost`
 * @throws TypeError if it is none of these
 */
export function parseAllowedTarget(entry: string): AllowedTarget {
  const [, bracketed, plain, digits] = ENTRY.exec(entry) ?? []
  const host = bracketed ?? plain ?? entry
  const port = digits === undefined ? undefined : Number(digits)
  if (ipaddr.isValidCIDR(host)) return { target: ipaddr.parseCIDR(host), port }
  if (ipaddr.IPv4.isValidFourPartDecimal(host)) return { target: ipaddr.parseCIDR(`${host}/32`), port }
  if (ipaddr.IPv6.isValid(host)) return { target: ipaddr.parseCIDR(`${host}/128`), port }
  if (plain !== undefined && HOST_NAME.test(plain)) return { target: plain.toLowerCase(), port }
  throw new TypeError(`"${entry}" is no host, host:port, address or range such as 10.0.0.0/8`)
}

/** @param hostname as in a parsed URL, hence lower case */
export function allowsHost(list: readonly AllowedTarget[], hostname: string, port: number): boolean {
  return list.some((allowed) => allowed.target === hostname && isForPort(allowed, port))
}

export function allowsAddress(list: readonly AllowedTarget[], address: Address, port: number): boolean {
  return list.some((allowed) => {
    if (typeof allowed.target === 'string' || !isForPort(allowed, port)) return false
    const [first, prefixBits] = allowed.target
    return first.kind() === address.kind() && address.match(first, prefixBits)
  })
}

function isForPort(allowed: AllowedTarget, port: number): boolean {
  return allowed.port === undefined || allowed.port === port
}
