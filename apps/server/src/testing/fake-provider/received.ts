import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'

/** One request as the provider saw it. The body fills up while it arrives; `whole` says when it is complete. */
export interface Received {
  method: string
  /** The request target, byte for byte. */
  url: string
  /** `url` up to its query. */
  path: string
  query: URLSearchParams
  /** Names and values in turn, as sent. */
  rawHeaders: string[]
  headers: IncomingHttpHeaders
  body: Buffer
  /** Settles when the body has ended: true if it ended as it should, false if the sender went away. */
  whole: Promise<boolean>
  /** Settles when the exchange is over: true if our answer was sent, false if the other side hung up first. */
  answered: Promise<boolean>
}

/** Begins to record a request, its body included. */
export function receive(request: IncomingMessage, response: ServerResponse): Received {
  const url = request.url ?? ''
  const queryAt = url.indexOf('?')
  const received: Received = {
    method: request.method ?? '',
    url,
    path: queryAt < 0 ? url : url.slice(0, queryAt),
    query: new URLSearchParams(queryAt < 0 ? '' : url.slice(queryAt)),
    rawHeaders: request.rawHeaders,
    headers: request.headers,
    body: Buffer.alloc(0),
    whole: new Promise((resolve) => request.once('close', () => resolve(request.complete))),
    answered: new Promise((resolve) => response.once('close', () => resolve(response.writableFinished))),
  }
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('error', () => {}) // told by `whole`
  request.once('close', () => {
    received.body = Buffer.concat(chunks)
  })
  request.once('end', () => {
    received.body = Buffer.concat(chunks)
  })
  return received
}

/** Every value sent under this name, in order. */
export function headerValues({ rawHeaders }: Received, name: string): string[] {
  return rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === name.toLowerCase())
}
