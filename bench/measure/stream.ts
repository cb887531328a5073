import { once } from 'node:events'
import { request } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Target } from '../targets/target.ts'
import { bytesOf } from './bytes.ts'

export type Direction = 'down' | 'up'

/** Streams that many bytes through a target and returns the seconds it took. @throws Error if not all arrived */
export async function stream(
  { baseUrl, headers }: Target,
  direction: Direction,
  bytes: number,
): Promise<number> {
  const startedAt = performance.now()
  const arrived =
    direction === 'down' ? await download(baseUrl, headers, bytes) : await upload(baseUrl, headers, bytes)
  if (arrived !== bytes) throw new Error(`${arrived} of ${bytes} bytes arrived`)
  return (performance.now() - startedAt) / 1000
}

async function download(url: string, headers: Target['headers'], bytes: number): Promise<number> {
  const call = request(`${url}stream?bytes=${bytes}`, { headers, agent: false }).end()
  const [answer] = await once(call, 'response')
  let arrived = 0
  for await (const chunk of answer) arrived += chunk.length
  return arrived
}

async function upload(url: string, headers: Target['headers'], bytes: number): Promise<number> {
  const call = request(`${url}sink`, {
    method: 'POST',
    agent: false,
    headers: { ...headers, 'content-type': 'application/octet-stream', 'content-length': bytes },
  })
  const answered = once(call, 'response')
  await pipeline(bytesOf(bytes), call)
  const [answer] = await answered
  let text = ''
  for await (const chunk of answer) text += chunk
  return Number(text)
}
