import type { RequestListener } from 'node:http'
import { foreignStatus } from '../loopback.ts'

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
  const pageHeaders = new Map([
    [
      'content-security-policy',
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; " +
        `frame-ancestors 'none'; form-action 'self' ${formTargets.join(' ')}`,
    ],
    ['referrer-policy', 'same-origin'],
    ['x-content-type-options', 'nosniff'],
  ])
  const { hostname } = new URL(origin)

  return (request, response) => {
    const refusal = foreignStatus(request, hostname)
    if (refusal) {
      response.writeHead(refusal).end()
      return
    }
    if (!request.url?.startsWith('/api/')) response.setHeaders(pageHeaders)
    next(request, response)
  }
}
