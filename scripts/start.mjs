/**
 * npm start: Tenon with its demo, or alone; what it takes is in lib/options.mjs.
 *
 * Installs and builds what is missing first. Runs on any Node since 18 and hands over to the Node that is installed here.
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './lib/build.mjs'
import { runInForeground } from './lib/foreground.mjs'
import { ensureInstalled, findNode } from './lib/install.mjs'
import { HELP, parseOptions, UsageError } from './lib/options.mjs'
import { root } from './lib/paths.mjs'

try {
  const { isHelp, withDemo } = parseOptions(process.argv.slice(2))
  if (isHelp) process.stdout.write(HELP)
  else process.exitCode = await start(withDemo ? 'apps/demo/src/main.ts' : 'apps/server/src/main.ts')
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = error instanceof UsageError ? 2 : 1
}

/** @param {string} entry */
async function start(entry) {
  await ensureInstalled()
  await ensureBuilt()
  const fastImports = pathToFileURL(join(root, 'apps/server/src/fast-imports.ts')).href
  const env = {
    // The cache of fast-imports.ts, which for that file itself must be on earlier: else Node loads its TypeScript
    // compiler on every start, for one file.
    NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/node'),
    ...process.env,
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${fastImports}`.trim(),
  }
  return runInForeground([findNode(), join(root, entry)], { env })
}
