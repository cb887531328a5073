import ipaddr from 'ipaddr.js'

export type Address = ReturnType<typeof ipaddr.process>

/** Public by its range, and yet a cloud's metadata and agent service: Azure's. The other clouds use special ranges. */
const METADATA_ADDRESSES = new Set(['168.63.129.16'])

/** The one block from which IPv6 addresses are given out; `::127.0.0.1` and other relics lie outside of it. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3')

/** Parses an IPv4 or IPv6 literal; `::ffff:10.0.0.1` comes out as `10.0.0.1`. @throws Error if it is neither */
export function parseAddress(literal: string): Address {
  return ipaddr.process(literal)
}

/** True for addresses of the public internet: no loopback, private, link-local, metadata or other special range. */
export function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false
  if (address instanceof ipaddr.IPv6) return address.match(GLOBAL_IPV6)
  return !METADATA_ADDRESSES.has(address.toString())
}
