/** One line of a benchmark's result. `npm run bench -- --json FILE` writes a list of them. */
export interface Row {
  /** The benchmark, or the part of it. */
  name: string
  target: string
  connections: number
  requestsPerSecond: number
  p50Ms: number
  p99Ms: number
  /** `requestsPerSecond` divided by that of the target `bare`, in the same run. */
  ratioToBare: number
  /** CPU time of the target's process for one request. */
  cpuMicrosPerRequest?: number | undefined
  /** Streams: by how much the process's resident memory grew at its peak. */
  peakGrowthMiB?: number | undefined
  /** Streams: MiB/s. */
  mebibytesPerSecond?: number | undefined
}

/** Runs and returns its rows; prints its setting, and each part's rows as they come. */
export type Benchmark = (print: (line: string) => void) => Promise<Row[]>

/** Puts each row beside the one of `bare`. */
export function withRatios(rows: Omit<Row, 'ratioToBare'>[]): Row[] {
  const bare = rows.find(({ target }) => target === 'bare')?.requestsPerSecond ?? Number.NaN
  return rows.map((row) => ({ ...row, ratioToBare: row.requestsPerSecond / bare }))
}

/** The rows as text, one line each. */
export function formatRows(rows: Row[]): string {
  return rows.map(formatRow).join('\n')
}

function formatRow(row: Row): string {
  const { name, target, connections, mebibytesPerSecond, cpuMicrosPerRequest, peakGrowthMiB } = row
  const what = `${name.padEnd(17)} ${target.padEnd(7)} ${String(connections).padStart(2)} conn`
  const ratio = `${row.ratioToBare.toFixed(2)} × bare`.padStart(12)
  if (mebibytesPerSecond !== undefined) {
    const grown = peakGrowthMiB === undefined ? '' : `  peak memory +${peakGrowthMiB.toFixed(0)} MiB`
    return `${what} ${ratio} ${mebibytesPerSecond.toFixed(0).padStart(7)} MiB/s${grown}`
  }
  const latency = `p50 ${row.p50Ms.toFixed(3)} ms  p99 ${row.p99Ms.toFixed(3)} ms`
  const cpu = cpuMicrosPerRequest === undefined ? '' : `  ${cpuMicrosPerRequest.toFixed(0)} µs CPU`
  return `${what} ${ratio} ${row.requestsPerSecond.toFixed(0).padStart(7)} req/s  ${latency}${cpu}`
}
