import { execFile } from 'node:child_process'
import { readFile, readlink, realpath, rm } from 'node:fs/promises'
import { promisify } from 'node:util'

/** What a running PostgreSQL writes into its data folder. */
export interface PidFile {
  pid: number
  socketFolder: string
  /** `starting` until the last line has been written. */
  status: 'starting' | 'ready' | 'stopping'
}

/**
 * The PostgreSQL that runs on the folder, if any. A file left behind by a crash is not one, even if its process id
 * belongs to something else by now: then the file is removed, since PostgreSQL would take that for itself.
 */
export async function findRunning(folder: string): Promise<PidFile | undefined> {
  const path = `${folder}/postmaster.pid`
  const file = parsePidFile(await readFile(path, 'utf8').catch(() => ''))
  if (!file || !isAlive(file.pid)) return undefined
  if (await isPostgresOn(folder, file.pid)) return file
  // If it were ours after all, PostgreSQL would still find its shared memory in use and refuse to start twice.
  await rm(path, { force: true })
  return undefined
}

/**
 * Lines: process id, data folder, start time, port, socket folder, listen address, shared memory key, status; written
 * one after the other (`miscadmin.h`, LOCK_FILE_LINE_…).
 */
export function parsePidFile(text: string): PidFile | undefined {
  const [pid = '', , , , socketFolder = '', , , status = ''] = text.split('\n')
  if (!/^\d+$/.test(pid)) return undefined
  const word = status.trim()
  return {
    pid: Number(pid),
    socketFolder,
    status: word === 'ready' || word === 'stopping' ? word : 'starting',
  }
}

/** Also true for a process of another user. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** PostgreSQL's working folder is its data folder. When we may not look, yes. */
async function isPostgresOn(folder: string, pid: number): Promise<boolean> {
  try {
    if (process.platform === 'linux') return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(folder))
    const { stdout } = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)])
    return stdout.includes(folder)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' // ENOENT: it has ended, even if nobody has noticed yet
  }
}
