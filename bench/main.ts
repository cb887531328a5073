/**
 * Side-by-side benchmarks.
 *
 *     node bench/main.ts [name…] [--json FILE]
 */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Benchmark, Row } from './benchmark.ts'
import { proxy } from './proxy.ts'

const benchmarks: Record<string, Benchmark> = { proxy }

const { positionals, values } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } })
const names = positionals.length > 0 ? positionals : Object.keys(benchmarks)
const rows: Row[] = []
for (const name of names) {
  const benchmark = benchmarks[name]
  if (!benchmark)
    throw new TypeError(`no benchmark "${name}"; there are ${Object.keys(benchmarks).join(', ')}`)
  rows.push(...(await benchmark(console.log)))
}
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(rows, null, 2)}\n`)
