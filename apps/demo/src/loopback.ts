import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Listens on this machine only; resolves to the port, which matters when 0 was asked for. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

/**
 * The status to refuse a request with that a page of somebody else's made, or undefined.
 *
 * @param hostname what the server is called, beside the names of this machine
 */
export function foreignStatus(
  { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>,
  hostname = 'localhost',
): 403 | 421 | undefined {
  const host = URL.parse(`http://${headers.host}`)
  // A name that an attacker points at this machine would make their page same-origin with ours (DNS rebinding).
  if (!host || !['localhost', '127.0.0.1', hostname].includes(host.hostname)) return 421
  // Browsers name the origin of whatever is not a plain GET; programs name none.
  const isForeign = headers.origin !== undefined && URL.parse(headers.origin)?.host !== host.host
  return isForeign && method !== 'GET' && method !== 'HEAD' ? 403 : undefined
}
