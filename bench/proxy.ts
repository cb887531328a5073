import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { type Benchmark, formatRows, type Row, withRatios } from './benchmark.ts'
import { findLoadTool, type LoadTool, load } from './measure/load.ts'
import { cpuMicros, watchMemory } from './measure/process.ts'
import { type Direction, stream } from './measure/stream.ts'
import { bare } from './targets/bare.ts'
import { direct } from './targets/direct.ts'
import { nginx } from './targets/nginx.ts'
import { startServer, type Target } from './targets/target.ts'
import { tenon } from './targets/tenon.ts'

const STARTERS = [direct, nginx, bare, tenon]
const CONNECTIONS = [1, 16, 64]
const ROUNDS = 8
const ROUND_SECONDS = 1
const WARM_UP_SECONDS = 3
const STREAM_ROUNDS = 3
const STREAM_BYTES = 1024 ** 3
const SETTLING_BYTES = 64 * 1024 ** 2

const SETTING = `
A GET of a small JSON through each target, the next as soon as the last is answered. ${ROUNDS} rounds of ${ROUND_SECONDS} s for each
number of connections; targets take turns within a round, and each one's fastest round counts, since noise only ever slows.
Each target is one process (nginx: one worker), the upstream an ordinary Node HTTP server. Where nginx waits for that
upstream, the CPU time per request tells what it could still do. Then 1 GiB down and up, ${STREAM_ROUNDS} rounds: the fastest, and the largest growth of memory.`

/** Where processes run and what makes the load. */
interface Bench {
  tool: LoadTool
  /** The targets have one core, load generator and upstream share another; `undefined` where that cannot be had. */
  targetCore: number | undefined
  loadCore: number | undefined
}

/** The proxy beside no proxy, nginx and a bare @fastify/reply-from. */
export const proxy: Benchmark = async (print) => {
  const canPin = availableParallelism() >= 2 && spawnSync('taskset', ['-V']).status === 0
  const [targetCore, loadCore] = canPin ? [0, 1] : []
  const bench = { tool: await findLoadTool(), targetCore, loadCore }
  print(
    `${SETTING}\nLoad: ${bench.tool}. Cores: ${canPin ? 'one for the target, one for the rest' : 'shared by all'}.\n`,
  )

  const upstream = await startServer('upstream.ts', [], loadCore)
  const targets: Target[] = []
  const rows: Row[] = []
  const add = (more: Row[]) => {
    print(formatRows(more))
    rows.push(...more)
  }
  try {
    for (const start of STARTERS) {
      const target = await start(upstream.origin, targetCore)
      if (target) targets.push(target)
    }
    for (const target of targets) await measure(bench, target, 64, WARM_UP_SECONDS)
    for (const connections of CONNECTIONS) add(await compareRequests(bench, targets, connections))
    for (const direction of ['down', 'up'] as const) add(await compareStreams(targets, direction))
    return rows
  } finally {
    for (const { close } of targets) await close()
    await upstream.close()
  }
}

type Measured = Pick<Row, 'requestsPerSecond' | 'p50Ms' | 'p99Ms' | 'cpuMicrosPerRequest'>

async function measure(
  { tool, loadCore: core }: Bench,
  { baseUrl, headers, pid }: Target,
  connections: number,
  seconds: number,
): Promise<Measured> {
  const before = await cpuMicros(pid)
  const result = await load(tool, { url: `${baseUrl}contacts`, headers, connections, seconds, core })
  const after = await cpuMicros(pid)
  const cpuMicrosPerRequest =
    before === undefined || after === undefined
      ? undefined
      : (after - before) / (result.requestsPerSecond * seconds)
  return { ...result, cpuMicrosPerRequest }
}

async function compareRequests(bench: Bench, targets: Target[], connections: number): Promise<Row[]> {
  const rounds = new Map<Target, Measured[]>(targets.map((target) => [target, []]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const [target, measured] of rounds)
      measured.push(await measure(bench, target, connections, ROUND_SECONDS))
  }
  return withRatios(
    [...rounds].map(([{ name: target }, measured]) => ({
      name: 'proxy',
      target,
      connections,
      ...measured.reduce((best, one) => (one.requestsPerSecond > best.requestsPerSecond ? one : best)),
    })),
  )
}

async function compareStreams(targets: Target[], direction: Direction): Promise<Row[]> {
  const streamed = targets.filter(({ name }) => name === 'bare' || name === 'tenon')
  const rounds = new Map<Target, Streamed[]>(streamed.map((target) => [target, []]))
  for (const target of streamed) await stream(target, direction, SETTLING_BYTES)
  for (let round = 0; round < STREAM_ROUNDS; round++) {
    for (const [target, measured] of rounds) measured.push(await measureStream(target, direction))
  }
  return withRatios(
    [...rounds].map(([{ name: target }, measured]) => {
      const seconds = Math.min(...measured.map((one) => one.seconds))
      return {
        name: `proxy-stream-${direction}`,
        target,
        connections: 1,
        requestsPerSecond: 1 / seconds,
        p50Ms: seconds * 1000,
        p99Ms: seconds * 1000,
        mebibytesPerSecond: STREAM_BYTES / 1024 ** 2 / seconds,
        peakGrowthMiB: largest(measured.map((one) => one.grownMiB)),
      }
    }),
  )
}

interface Streamed {
  seconds: number
  grownMiB: number | undefined
}

async function measureStream(target: Target, direction: Direction): Promise<Streamed> {
  const grownMiB = await watchMemory(target.pid)
  const seconds = await stream(target, direction, STREAM_BYTES)
  return { seconds, grownMiB: await grownMiB() }
}

function largest(values: (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}
