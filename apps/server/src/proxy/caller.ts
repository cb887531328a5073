import type { IncomingHttpHeaders } from 'node:http'

/** What the kind of caller changes about a call and its answer. */
export interface Caller {
  /** The page's origin, when a browser sent the call across origins. Answered by CORS. */
  origin: string | undefined
  /** Cookies stay away, and the browser's own headers do not go up. */
  isBrowser: boolean
  /** Successful answers come as `{"output":…}`. */
  wrapsOutput: boolean
  /** `Content-Type: auto`: the body's type is for us to find out. */
  infersContentType: boolean
}

/**
 * Tells the callers of a proxy call apart.
 *
 * Paragon's SDK sends `Content-Type: auto`, and since 2.4.0 `X-Paragon-SDK-Version` too. Its callers, and REST callers of
 * a project that says so, get the wrapper, unless they send `X-Paragon-Use-Raw-Response`.
 *
 * @param wrapsRest the project's setting for REST callers
 */
export function callerOf(headers: IncomingHttpHeaders, wrapsRest = false): Caller {
  const { origin } = headers
  const infersContentType = headers['content-type'] === 'auto'
  const isParagonSdk = infersContentType || headers['x-paragon-sdk-version'] !== undefined
  const raw = headers['x-paragon-use-raw-response']
  return {
    origin,
    // a page of our own origin sends no Origin with GET; `Sec-` headers are beyond the reach of scripts
    isBrowser: origin !== undefined || headers['sec-fetch-site'] !== undefined,
    wrapsOutput: (isParagonSdk || wrapsRest) && (raw === undefined || raw === 'false'),
    infersContentType,
  }
}
