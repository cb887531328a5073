import { readFile, writeFile } from 'node:fs/promises'

/**
 * Begins to watch a process's resident memory; the function returned tells by how many MiB it has grown at its peak.
 * Both give `undefined` where the system does not tell (it takes Linux's /proc).
 */
export async function watchMemory(pid: number | undefined): Promise<() => Promise<number | undefined>> {
  const before = await readKiB(pid, 'VmRSS')
  // 5 resets the peak: proc(5), /proc/pid/clear_refs
  await writeFile(`/proc/${pid}/clear_refs`, '5').catch(() => {})
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
