import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

interface Received {
  method: string
  url: URL
  headers: IncomingMessage['headers']
  body: string
}

export interface Vendor {
  origin: string
  /** Requests, oldest first. */
  received: Received[]
}

export type Answer = (response: ServerResponse, request: Received) => void

/** A small HTTP server that answers every request alike, until the test is over. */
export async function startVendor(answer: Answer): Promise<Vendor> {
  const received: Received[] = []
  const server = createServer(async (incoming, response) => {
    const { method = '', url = '', headers } = incoming
    const request = { method, url: new URL(url, origin), headers, body: await text(incoming) }
    received.push(request)
    answer(response, request)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { origin, received }
}

export function json(body: unknown, status = 200, type = 'application/json'): Answer {
  return (response) => response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body))
}

export function plain(body: string, status = 200, type = 'text/plain'): Answer {
  return (response) => response.writeHead(status, { 'content-type': type }).end(body)
}
