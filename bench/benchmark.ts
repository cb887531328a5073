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
  /** Streams: by how much the process's resident memory grew at its peak. */
  peakGrowthMiB?: number | undefined
}

/** Runs and returns its rows; prints its setting, and progress worth reading. */
export type Benchmark = (print: (line: string) => void) => Promise<Row[]>

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = Number.NaN, high = Number.NaN] =
    sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : sorted.slice(middle - 1)
  return (low + high) / 2
}

/** The rows as text, one line each. */
export function formatRows(rows: Row[]): string {
  return rows
    .map(({ name, target, connections, requestsPerSecond, p50Ms, p99Ms, ratioToBare, peakGrowthMiB }) =>
      [
        name.padEnd(17),
        target.padEnd(7),
        `${connections} conn`.padStart(8),
        requestsPerSecond < 100
          ? `${(1024 * requestsPerSecond).toFixed(0)} MiB/s`.padStart(12)
          : `${requestsPerSecond.toFixed(0)} req/s`.padStart(12),
        `p50 ${p50Ms.toFixed(3)} ms`.padStart(16),
        `p99 ${p99Ms.toFixed(3)} ms`.padStart(16),
        `${ratioToBare.toFixed(2)} × bare`.padStart(12),
        peakGrowthMiB === undefined ? '' : `+${peakGrowthMiB.toFixed(0)} MiB resident`,
      ].join(' '),
    )
    .join('\n')
}
