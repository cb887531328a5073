import type { ServerResponse } from 'node:http'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Received } from './received.ts'

/** What the provider does with one request. It need not answer at all. */
export type Behaviour = (received: Received, response: ServerResponse) => void | Promise<void>

/** 200 and a small JSON that says what was asked. What the provider does unless told otherwise. */
export const echo: Behaviour = async (received, response) => {
  if (await received.whole) answerJson(response, 200, { method: received.method, url: received.url })
}

/** An answer exactly as given; `headers` may repeat names. */
export function answerWith(
  status: number,
  headers: readonly (readonly [name: string, value: string])[] = [],
  body: string | Buffer = '',
): Behaviour {
  return (_, response) => void response.writeHead(status, headers.flat()).end(body)
}

export function json(status: number, value: unknown): Behaviour {
  return (_, response) => answerJson(response, status, value)
}

/** Takes the request and never answers. */
export const hang: Behaviour = () => {}

/** Closes the connection instead of answering. */
export const resetBeforeAnswer: Behaviour = (_, response) => void response.socket?.resetAndDestroy()

/** Headers, half the body, then silence. */
export const stallMidBody: Behaviour = (_, response) => {
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': '10' }).write('12345')
}

/** Half of a chunked body, then the connection is reset. */
export const resetMidBody: Behaviour = (_, response) => {
  response.writeHead(200, { 'content-type': 'text/plain' })
  response.write('12345', () => response.socket?.resetAndDestroy())
}

/** Ten bytes promised, five sent, then an orderly close. */
export const halfBody: Behaviour = (_, response) => {
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': '10' })
  response.write('12345', () => response.socket?.end())
}

export const tooManyRequests = (retryAfterSeconds = 30): Behaviour =>
  answerWith(429, [['Retry-After', String(retryAfterSeconds)]], 'slow down')

export const unauthorized: Behaviour = (_, response) => {
  answerJson(
    response,
    401,
    { error: 'invalid_token' },
    { 'www-authenticate': 'Bearer error="invalid_token"' },
  )
}

/** A chunked answer of that many bytes, written as fast as it is read. */
export function huge(bytes: number, chunk = Buffer.alloc(64 * 1024, 'x')): Behaviour {
  return (_, response) => {
    let left = bytes
    response.writeHead(200, { 'content-type': 'application/octet-stream' })
    const write = () => {
      while (left > 0) {
        const size = Math.min(left, chunk.length)
        left -= size
        if (!response.write(size === chunk.length ? chunk : chunk.subarray(0, size))) break
      }
      if (left > 0) response.once('drain', write)
      else response.end()
    }
    write()
  }
}

/** 102 and 103 before the answer. */
export const informational: Behaviour = (_, response) => {
  response.writeProcessing()
  response.writeEarlyHints({ link: '</style.css>; rel=preload' })
  answerJson(response, 200, { ok: true })
}

/** Hop-by-hop headers on the answer, one of them only because `Connection` names it. */
export const hopByHop = answerWith(
  200,
  [
    ['Connection', 'keep-alive, X-Hop'],
    ['X-Hop', 'must not pass'],
    ['Proxy-Authenticate', 'Basic'],
    ['X-End', 'must pass'],
  ],
  'ok',
)

export const trailers: Behaviour = (_, response) => {
  response.writeHead(200, { 'content-type': 'text/plain', trailer: 'X-Checksum' })
  response.write('body')
  response.addTrailers({ 'X-Checksum': 'abc' })
  response.end()
}

export function brotli(body: string, contentType = 'application/json'): Behaviour {
  return answerWith(
    200,
    [
      ['Content-Type', contentType],
      ['Content-Encoding', 'br'],
    ],
    brotliCompressSync(body),
  )
}

export function gzip(body: string, contentType = 'application/json'): Behaviour {
  return answerWith(
    200,
    [
      ['Content-Type', contentType],
      ['Content-Encoding', 'gzip'],
    ],
    gzipSync(body),
  )
}

export const setCookies = answerWith(
  200,
  [
    ['Set-Cookie', 'a=1; Path=/'],
    ['Set-Cookie', 'b=2; HttpOnly'],
  ],
  'ok',
)

export const redirect = (location: string, status = 302): Behaviour =>
  answerWith(status, [['Location', location]])

/** 101 although nobody asked for an upgrade. */
export const switchProtocols: Behaviour = (_, response) => {
  response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\n')
}

/** Bytes that are not HTTP. */
export const garbage: Behaviour = (_, response) => void response.socket?.end('this is not HTTP\r\n\r\n')

/** Answers at once and leaves the rest of the request body unread. */
export const answerEarly: Behaviour = (_, response) => answerJson(response, 413, { error: 'too large' })

export function answerJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  const body = JSON.stringify(value)
  response.writeHead(status, { ...headers, 'content-type': 'application/json' }).end(body)
}
