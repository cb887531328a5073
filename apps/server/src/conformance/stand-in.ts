import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { RecordedReply } from '@tenon/providers/conformance'
import { type buildConnector, Pool } from 'undici'
import { guardedFetch } from '../outbound/fetch.ts'
import { Shares } from '../outbound/shares.ts'
import type { Outbound } from '../outbound.ts'

/** A request as it reached the stand-in. */
export interface ReceivedRequest {
  method: string
  /** With the scheme and host that were meant. */
  url: URL
  headers: IncomingMessage['headers']
  body: string
}

/** Stands in for every host there is: whoever is called, the connection leads here. */
export interface StandIn {
  outbound: Outbound
  received: ReceivedRequest[]
  /** The replies to come, in order. A request beyond them is answered with 599. */
  replies: RecordedReply[]
  close: () => Promise<void>
}

export async function startStandIn(): Promise<StandIn> {
  const received: ReceivedRequest[] = []
  const replies: RecordedReply[] = []
  const listen = async (protocol: string) => {
    const server = createServer(async (request, response) => {
      const { method = '', headers } = request
      const url = new URL(`${protocol}//${headers.host}${request.url}`)
      received.push({ method, url, headers, body: await text(request) })
      reply(response, replies.shift())
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return server
  }
  const servers = { 'https:': await listen('https:'), 'http:': await listen('http:') }
  const pools = new Map<string, Pool>()
  const get = (origin: string) => {
    const server = servers[new URL(origin).protocol as keyof typeof servers]
    const pool =
      pools.get(origin) ?? new Pool(origin, { connect: connectorTo((server.address() as AddressInfo).port) })
    pools.set(origin, pool)
    return pool
  }
  const close = async () => {
    await Promise.all(Array.from(pools.values(), (pool) => pool.destroy()))
    for (const server of Object.values(servers)) server.close()
  }
  const fetch = guardedFetch({ get }, { timeoutMs: 10_000, maxAnswerBytes: 1024 * 1024 })
  return { received, replies, close, outbound: { pool: get, shares: new Shares(64), fetch, close } }
}

function connectorTo(port: number): buildConnector.connector {
  return (_, callback) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => callback(null, socket))
    socket.once('error', (error) => callback(error, null))
  }
}

function reply(response: ServerResponse, recorded: RecordedReply | undefined): void {
  const { status = 200, headers = {}, json, text: body = '' } = recorded ?? { status: 599 }
  const type = json === undefined ? {} : { 'content-type': 'application/json' }
  response.writeHead(status, { ...type, ...headers }).end(json === undefined ? body : JSON.stringify(json))
}
