/**
 * A load generator for machines without wrk: raw sockets, each with one request under way. Prints a LoadResult as JSON.
 * It counts bytes instead of parsing, so every answer must be as long as the first.
 */
import { connect } from 'node:net'
import type { Load } from './load.ts'

const { url, headers, connections, seconds }: Omit<Load, 'core'> = JSON.parse(process.argv[2] ?? '')
const { hostname, port, host, pathname, search } = new URL(url)
const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
const request = Buffer.from(`GET ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`)

const latenciesMs: number[] = []
const startedAt = performance.now()
const endsAt = startedAt + seconds * 1000
await Promise.all(Array.from({ length: connections }, keepBusy))
const elapsedSeconds = (performance.now() - startedAt) / 1000
latenciesMs.sort((a, b) => a - b)
const at = (share: number) => latenciesMs[Math.floor(latenciesMs.length * share)]
console.log(
  JSON.stringify({ requestsPerSecond: latenciesMs.length / elapsedSeconds, p50Ms: at(0.5), p99Ms: at(0.99) }),
)

function keepBusy(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    let sentAt = performance.now()
    let answerLength = 0
    let received = 0
    socket.on('error', reject)
    socket.once('close', () => reject(new Error('the connection was closed')))
    socket.on('data', (chunk) => {
      if (answerLength === 0) answerLength = lengthOf(chunk)
      received += chunk.length
      if (received < answerLength) return
      if (received > answerLength) reject(new Error('answers differ in length'))
      received = 0
      const now = performance.now()
      latenciesMs.push(now - sentAt)
      if (now >= endsAt) {
        resolve()
        socket.removeAllListeners('close').destroy()
      } else {
        sentAt = now
        socket.write(request)
      }
    })
    socket.write(request)
  })
}

function lengthOf(firstChunk: Buffer): number {
  const text = firstChunk.toString('latin1')
  const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1]
  if (!/^HTTP\/1.1 2/.test(text) || length === undefined)
    throw new Error(`unexpected answer: ${text.slice(0, 200)}`)
  return text.indexOf('\r\n\r\n') + 4 + Number(length)
}
