import dns from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { AppError } from '@tenon/core'
import { buildConnector } from 'undici'
import { isPublic, parseAddress } from './address.ts'
import { type AllowedTarget, allowsAddress, allowsHost } from './allow-list.ts'

export interface ConnectorOptions {
  allow: readonly AllowedTarget[]
  /** Name resolution, TCP and TLS together. */
  connectTimeoutMs: number
}

/**
 * Connects to one origin, and only to addresses that the outbound guard lets through. It looks at the address that is
 * about to be connected to, so a name that resolves differently the second time gains nothing.
 *
 * Node resolves no name for a literal such as `[::ffff:127.0.0.1]`, and so never calls `lookup` for it: literals are
 * checked before connecting. URL parsing has by then turned `2130706433` and `0x7f.1` into dotted form.
 */
export function guardedConnector(
  { protocol, hostname, port }: URL,
  { allow, connectTimeoutMs }: ConnectorOptions,
): buildConnector.connector {
  const portNumber = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
  const isListed = allowsHost(allow, hostname, portNumber)
  const passes = (literal: string): boolean => {
    const address = parseAddress(literal)
    return isListed || isPublic(address) || allowsAddress(allow, address, portNumber)
  }
  const connect = buildConnector({
    timeout: connectTimeoutMs,
    allowH2: false, // the proxy's raw path and its hop-by-hop rules are HTTP/1.1
    lookup: guardedLookup(passes),
  } as buildConnector.BuildOptions)
  return (options, callback) => {
    if (isIP(options.hostname) !== 0 && !passes(options.hostname)) {
      callback(notAllowed(options.hostname), null)
    } else {
      connect(options, callback)
    }
  }
}

/** Resolves names as Node does, and leaves out the addresses that do not pass. */
function guardedLookup(passes: (literal: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, [])
      const passed = addresses.filter(({ address }) => passes(address))
      const [first] = passed
      if (!first) return callback(notAllowed(hostname), [])
      if (options.all) callback(null, passed)
      else callback(null, first.address, first.family)
    })
  }
}

function notAllowed(hostname: string): AppError {
  return new AppError(
    'host_not_allowed',
    `${hostname} is not on the public internet; an operator can allow it by name, address or range`,
    { meta: { host: hostname } },
  )
}
