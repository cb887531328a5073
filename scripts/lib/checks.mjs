import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { toolCommand } from './install.mjs'
import { root } from './paths.mjs'
import { capture } from './run.mjs'

/** Settings that others extend or that only a build uses. */
const NOT_CHECKED = ['tsconfig.base.json', 'tsconfig.build.json']

/**
 * Runs a command that must succeed. Shows what it says if it does not.
 *
 * @param {string} name
 * @param {string[]} command
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
export async function check(name, command) {
  const startedAt = performance.now()
  const { code, output } = await capture(command)
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
  if (code !== 0) console.log(output.trimEnd())
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 }
}

/** One check for each tsconfig of the root and its workspaces. */
export function typeChecks() {
  const parents = ['packages', 'apps'].flatMap((parent) => subfolders(parent))
  return ['', 'bench', 'e2e', ...parents]
    .flatMap((folder) => tsconfigsIn(folder))
    .map((path) => check(`types of ${path}`, toolCommand('tsc', '--noEmit', '-p', path)))
}

/** @param {string} parent */
function subfolders(parent) {
  const entries = readdirSync(join(root, parent), { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(parent, entry.name))
}

/** @param {string} folder */
function tsconfigsIn(folder) {
  return readdirSync(join(root, folder))
    .filter((name) => /^tsconfig\b.*\.json$/.test(name) && !NOT_CHECKED.includes(name))
    .map((name) => join(folder, name))
}
