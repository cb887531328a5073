/**
 * npm run build -w @tenon/sdk: installs what is missing, then runs packages/sdk/build.ts with the Node that can.
 *
 * Runs on any Node since 18. A folder named after `--` takes the place of packages/sdk/dist.
 */
import { join } from 'node:path'
import { ensureInstalled, findNode } from './lib/install.mjs'
import { root } from './lib/paths.mjs'
import { run } from './lib/run.mjs'

try {
  await ensureInstalled()
  // Where npm was started: a folder is named from there, and npm itself goes to the workspace.
  const cwd = process.env.INIT_CWD ?? process.cwd()
  await run([findNode(), join(root, 'packages/sdk/build.ts'), ...process.argv.slice(2)], { cwd })
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
