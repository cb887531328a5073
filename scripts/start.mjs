/**
 * npm start                  Tenon with its demo: a product, and a provider to connect to
 * npm start -- --no-demo     Tenon alone
 *
 * Installs and builds what is missing first. Runs on any Node since 18 and hands over to the Node that is installed here.
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './lib/build.mjs'
import { runInForeground } from './lib/foreground.mjs'
import { ensureInstalled, findNode } from './lib/install.mjs'
import { root } from './lib/paths.mjs'

const entry = process.argv.includes('--no-demo') ? 'apps/server/src/main.ts' : 'apps/demo/src/main.ts'

try {
  await ensureInstalled()
  await ensureBuilt()
  const fastImports = pathToFileURL(join(root, 'apps/server/src/fast-imports.ts')).href
  const env = {
    ...process.env,
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${fastImports}`.trim(),
  }
  process.exitCode = await runInForeground([findNode(), join(root, entry)], { env })
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
