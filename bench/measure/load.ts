import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Load {
  url: string
  headers: Record<string, string>
  connections: number
  seconds: number
  /** Keeps the load generator away from what it measures. */
  core: number | undefined
}

export interface LoadResult {
  requestsPerSecond: number
  p50Ms: number
  p99Ms: number
}

export type LoadTool = 'wrk' | 'node'

export async function findLoadTool(): Promise<LoadTool> {
  // wrk prints its version with exit code 1
  return run('wrk', ['--version']).then(
    () => 'wrk',
    (error) => (error.code === 'ENOENT' ? 'node' : 'wrk'),
  )
}

/** Keeps that many connections busy with GETs, from a process of its own. @throws Error if an answer is not 2xx */
export async function load(tool: LoadTool, options: Load): Promise<LoadResult> {
  const command = tool === 'wrk' ? wrkCommand(options) : nodeCommand(options)
  const pinned = options.core === undefined ? command : ['taskset', '-c', String(options.core), ...command]
  const [file = '', ...args] = pinned
  const { stdout } = await run(file, args)
  return tool === 'wrk' ? readWrk(stdout) : JSON.parse(stdout)
}

function wrkCommand({ url, headers, connections, seconds }: Load): string[] {
  const headerArgs = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  return ['wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '--latency', ...headerArgs, url]
}

function nodeCommand({ url, headers, connections, seconds }: Load): string[] {
  const script = fileURLToPath(new URL('load-process.ts', import.meta.url))
  return [process.execPath, script, JSON.stringify({ url, headers, connections, seconds })]
}

/** Reads `50% 553.00us`, `99% 30.00ms` and `Requests/sec: 79242.81`. */
export function readWrk(output: string): LoadResult {
  const failed = /Non-2xx or 3xx responses: (\d+)/.exec(output) ?? /Socket errors: (.*)/.exec(output)
  if (failed) throw new Error(`the load met failures: ${failed[0]}`)
  return {
    requestsPerSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1]),
    p50Ms: readMs(/ 50%\s+(\S+)/.exec(output)?.[1]),
    p99Ms: readMs(/ 99%\s+(\S+)/.exec(output)?.[1]),
  }
}

const UNITS_MS: Record<string, number> = { us: 0.001, ms: 1, s: 1000 }

function readMs(text = ''): number {
  const [, value, unit = ''] = /^([\d.]+)(us|ms|s)$/.exec(text) ?? []
  return Number(value) * (UNITS_MS[unit] ?? Number.NaN)
}
