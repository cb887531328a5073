import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { toolCommand } from './install.mjs'
import { findLeftovers, RUN_VARIABLE } from './leftovers.mjs'
import { root } from './paths.mjs'
import { readReport, sum, tallyOf } from './tally.mjs'

/** What ends after the tests, such as the guard of their database, has this long. */
const GRACE_MS = 5_000

/**
 * Runs one of vitest's projects in a temporary folder of its own, and fails it for processes that it leaves behind.
 *
 * @param {string} project
 * @param {{ chromium: string }} options
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
export async function runVitest(project, { chromium }) {
  const folder = mkdtempSync(join(tmpdir(), 'tenon-tests-'))
  chmodSync(folder, 0o755) // run as root, PostgreSQL is another user
  const runId = randomUUID()
  const report = join(folder, 'report.json')
  const env = { ...ambient(), TMPDIR: folder, CHROMIUM_PATH: chromium, [RUN_VARIABLE]: runId }
  try {
    const code = await vitest(['--project', project, '--outputFile.json', report], env)
    return sum([tallyOf(readReport(report), code), await endLeftovers(runId, folder)])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The environment without the operator's settings, which are not meant for tests. */
function ambient() {
  const isSetting = /^(TENON_|DATABASE_URL$|PORT$|HOST$|PG)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isSetting.test(name)))
}

/**
 * @param {string[]} parameters
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
function vitest(parameters, env) {
  const reporters = ['--reporter=default', '--reporter=json']
  const [file = '', ...rest] = toolCommand('vitest', 'run', '--passWithNoTests', ...reporters, ...parameters)
  const child = spawn(file, rest, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

/**
 * @param {string} runId
 * @param {string} folder
 */
async function endLeftovers(runId, folder) {
  const deadline = performance.now() + GRACE_MS
  let leftovers = findLeftovers(runId, folder)
  while (leftovers.length > 0 && performance.now() < deadline) {
    await delay(50)
    leftovers = findLeftovers(runId, folder)
  }
  for (const { pid, command } of leftovers) {
    console.log(`✗ the tests left a process behind: ${pid} ${command}`)
    process.kill(pid, 'SIGKILL')
  }
  return { passed: 0, failed: leftovers.length > 0 ? 1 : 0, skipped: 0 }
}
