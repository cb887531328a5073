import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** A Ctrl-C arrives twice, from the terminal and from npm. A second one that comes later than this is meant. */
const SAME_SIGNAL_MS = 500

/**
 * Runs a command in our place until it ends. It is no part of the terminal's process group: signals reach it through us
 * alone, once each, so that it can stop its parts in their order.
 *
 * @param {string[]} command
 * @param {{ env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} its exit code, as a shell would report it
 */
export function runInForeground([file = '', ...parameters], { env = process.env } = {}) {
  const child = spawn(file, parameters, { env, stdio: 'inherit', detached: true })
  passOn('SIGINT', () => child.kill('SIGINT'))
  passOn('SIGTERM', () => child.kill('SIGTERM'))
  passOn('SIGHUP', () => child.kill('SIGTERM')) // the terminal was closed
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']))
  })
}

/**
 * @param {NodeJS.Signals} signal
 * @param {() => void} act
 */
function passOn(signal, act) {
  let lastAt = Number.NEGATIVE_INFINITY
  process.on(signal, () => {
    const now = performance.now()
    if (now - lastAt > SAME_SIGNAL_MS) act()
    lastAt = now
  })
}
