import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { type Benchmark, formatRows, median, type Row } from './benchmark.ts'
import { findLoadTool, type LoadResult, load } from './measure/load.ts'
import { watchMemory } from './measure/memory.ts'
import { type Direction, stream } from './measure/stream.ts'
import { bare } from './targets/bare.ts'
import { direct } from './targets/direct.ts'
import { nginx } from './targets/nginx.ts'
import { startServer, type Target } from './targets/target.ts'
import { tenon } from './targets/tenon.ts'

const CONNECTIONS = [64, 16, 1]
const ROUNDS = 5
const SECONDS = 2
const WARM_UP_SECONDS = 2
const STREAM_BYTES = 1024 ** 3

const HEADER = `
proxy: a GET of 264 bytes of JSON through each target, closed loop, ${ROUNDS} rounds of ${SECONDS} s at each number of connections.
Targets take turns within a round, so that noise hits all alike; the median round counts. Every target is one process:
nginx has one worker. With taskset and two cores the targets have one core, load generator and upstream share the other.
Then 1 GiB down and up: peak growth of the proxy's resident memory.`

/** The proxy against no proxy, nginx and a bare @fastify/reply-from. */
export const proxy: Benchmark = async (print) => {
  const canPin = availableParallelism() >= 2 && spawnSync('taskset', ['-V']).status === 0
  const [proxyCore, loadCore] = canPin ? [0, 1] : []
  const tool = await findLoadTool()
  print(`${HEADER}\nload generator: ${tool}; cores: ${canPin ? 'pinned' : 'shared'}`)

  const upstreamServer = await startServer('upstream.ts', [], loadCore)
  const { requests, streams } = upstreamServer.ports
  const upstream = {
    requestsOrigin: `http://127.0.0.1:${requests}`,
    streamsOrigin: `http://127.0.0.1:${streams}`,
  }
  const started = [
    direct(upstream),
    await nginx(upstream, proxyCore),
    await bare(upstream, proxyCore),
    await tenon(upstream, proxyCore),
  ]
  const targets = started.filter((target) => target !== undefined)
  try {
    const rows: Row[] = []
    for (const target of targets) await runLoad(target, 64, WARM_UP_SECONDS)
    for (const connections of CONNECTIONS) {
      rows.push(...show(await compareRequests(targets, connections)))
    }
    const proxies = targets.filter(({ pid }) => pid !== undefined)
    for (const direction of ['down', 'up'] as const) {
      rows.push(...show(await compareStreams(proxies, direction)))
    }
    return rows
  } finally {
    for (const { close } of targets) await close()
    await upstreamServer.close()
  }

  function show(rows: Row[]): Row[] {
    print(formatRows(rows))
    return rows
  }

  function runLoad(
    { requestsUrl: url, headers }: Target,
    connections: number,
    seconds: number,
  ): Promise<LoadResult> {
    return load(tool, { url, headers, connections, seconds, core: loadCore })
  }

  async function compareRequests(targets: Target[], connections: number): Promise<Row[]> {
    const results = new Map<Target, LoadResult[]>(targets.map((target) => [target, []]))
    for (let round = 0; round < ROUNDS; round++) {
      for (const target of targets) results.get(target)?.push(await runLoad(target, connections, SECONDS))
    }
    const rows = [...results].map(([{ name: target }, rounds]) => ({
      name: 'proxy',
      target,
      connections,
      requestsPerSecond: median(rounds.map((round) => round.requestsPerSecond)),
      p50Ms: median(rounds.map((round) => round.p50Ms)),
      p99Ms: median(rounds.map((round) => round.p99Ms)),
    }))
    return withRatios(rows)
  }
}

async function compareStreams(proxies: Target[], direction: Direction): Promise<Row[]> {
  const rows = []
  for (const target of proxies) {
    await stream(target, direction, STREAM_BYTES / 16) // settles the heap
    const grownMiB = await watchMemory(target.pid)
    const seconds = await stream(target, direction, STREAM_BYTES)
    rows.push({
      name: `proxy-stream-${direction}`,
      target: target.name,
      connections: 1,
      requestsPerSecond: 1 / seconds,
      p50Ms: seconds * 1000,
      p99Ms: seconds * 1000,
      peakGrowthMiB: await grownMiB(),
    })
  }
  return withRatios(rows)
}

function withRatios(rows: Omit<Row, 'ratioToBare'>[]): Row[] {
  const bareRow = rows.find(({ target }) => target === 'bare')
  return rows.map((row) => ({
    ...row,
    ratioToBare: row.requestsPerSecond / (bareRow?.requestsPerSecond ?? Number.NaN),
  }))
}
