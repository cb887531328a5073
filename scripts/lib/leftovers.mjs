import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Given to everything that a test run starts. */
export const RUN_VARIABLE = 'TENON_TEST_RUN'

/**
 * Processes that a test run has left behind: they carry its id in their environment or work in its folder (PostgreSQL
 * gets no environment of ours). Linux only; elsewhere none are found.
 *
 * @param {string} runId
 * @param {string} folder
 * @returns {{ pid: number, command: string }[]}
 */
export function findLeftovers(runId, folder) {
  return processIds()
    .filter((pid) => pid !== process.pid)
    .filter((pid) => {
      const variables = read(() => readFileSync(`/proc/${pid}/environ`, 'utf8')).split('\0')
      const workingFolder = read(() => readlinkSync(`/proc/${pid}/cwd`))
      return variables.includes(`${RUN_VARIABLE}=${runId}`) || workingFolder.startsWith(folder)
    })
    .map((pid) => ({
      pid,
      command: read(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' '),
    }))
}

function processIds() {
  return readEntries().map(Number).filter(Number.isInteger)
}

function readEntries() {
  try {
    return readdirSync('/proc')
  } catch {
    return []
  }
}

/**
 * Of a process that may have ended, or belong to somebody else.
 *
 * @param {() => string} readNow
 */
function read(readNow) {
  try {
    return readNow()
  } catch {
    return ''
  }
}
