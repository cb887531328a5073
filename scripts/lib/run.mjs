import { spawn } from 'node:child_process'
import { root } from './paths.mjs'

/**
 * Runs a command to its end and shows what it says.
 *
 * @param {string[]} command
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @throws {Error} if it fails, after it has said why
 */
export async function run(command, options = {}) {
  const { code, output } = await capture(command, { ...options, stdio: 'inherit' })
  if (code !== 0) throw new Error(output || `"${command.slice(0, 3).join(' ')}" failed`)
}

/**
 * Runs a command to its end and keeps what it says.
 *
 * @param {string[]} command
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stdio?: 'pipe' | 'inherit' }} [options]
 * @returns {Promise<{ code: number, output: string }>} a code other than 0 also if it could not be started
 */
export function capture([file = '', ...parameters], { cwd = root, env = process.env, stdio = 'pipe' } = {}) {
  const child = spawn(file, parameters, { cwd, env, stdio: ['ignore', stdio, stdio] })
  /** @type {Buffer[]} */
  const chunks = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.push(chunk))
  return new Promise((resolve) => {
    child.once('error', ({ message }) => resolve({ code: 1, output: message }))
    child.once('close', (code) =>
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }),
    )
  })
}
