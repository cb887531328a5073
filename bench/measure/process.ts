import { readFile, writeFile } from 'node:fs/promises'

/** Linux counts CPU time in hundredths of a second for everybody: proc(5), USER_HZ. */
const CPU_TICK_MICROS = 10_000

/** CPU time that a process has used so far, in µs; `undefined` where the system has no /proc. */
export async function cpuMicros(pid: number | undefined): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  // the second field, the name, may hold blanks
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields && (Number(fields[11]) + Number(fields[12])) * CPU_TICK_MICROS
}

/**
 * Begins to watch a process's resident memory; the function returned tells by how many MiB it has grown at its peak,
 * `undefined` where the system has no /proc.
 */
export async function watchMemory(pid: number | undefined): Promise<() => Promise<number | undefined>> {
  const before = await readKiB(pid, 'VmRSS')
  await writeFile(`/proc/${pid}/clear_refs`, '5').catch(() => {}) // resets the peak: proc(5)
  return async () => {
    const peak = await readKiB(pid, 'VmHWM')
    return before === undefined || peak === undefined ? undefined : Math.max(0, peak - before) / 1024
  }
}

async function readKiB(pid: number | undefined, field: 'VmRSS' | 'VmHWM'): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const value = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]
  return value === undefined ? undefined : Number(value)
}
