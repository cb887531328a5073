import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Listens on loopback only; resolves to the port, which matters when 0 was asked for. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

/** What every request meets before `next`: refusal of foreign pages' requests, and headers that harden our own pages. */
export function harden({
  origin,
  formTargets,
  next,
}: {
  origin: string
  /** Origins that our forms may end up at by redirects, beside our own: browsers hold redirects against `form-action`. */
  formTargets: string[]
  next: RequestListener
}): RequestListener {
  const headers = {
    'content-security-policy': [
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'",
      `form-action 'self' ${formTargets.join(' ')}`,
    ].join('; '),
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  }
  const hostname = new URL(origin).hostname

  return (request, response) => {
    const host = URL.parse(`http://${request.headers.host}`)
    // A name that an attacker points at loopback would make their page same-origin with ours (DNS rebinding).
    if (!host || !(LOOPBACK.has(host.hostname) || host.hostname === hostname)) return refuse(response, 421)
    if (isForeignForm(request, host.host)) return refuse(response, 403)
    if (!request.url?.startsWith('/api/')) response.setHeaders(new Map(Object.entries(headers)))
    next(request, response)
  }
}

/** A form on somebody else's page: browsers always name the origin of a POST. Programs name none. */
function isForeignForm({ method, headers }: IncomingMessage, host: string): boolean {
  return method === 'POST' && headers.origin !== undefined && URL.parse(headers.origin)?.host !== host
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status).end()
}
