import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint, readStamp } from './fingerprint.mjs'
import { toolCommand } from './install.mjs'
import { root } from './paths.mjs'
import { capture } from './run.mjs'

/** Browser code, built by Vite to the workspace's `dist`. */
const bundles = [
  {
    workspace: 'apps/portal',
    sources: ['apps/portal/index.html', 'apps/portal/src', 'apps/portal/vite.config.ts', 'packages/core/src'],
  },
  {
    workspace: 'apps/demo',
    sources: [
      'apps/demo/src/taskboard',
      'apps/demo/src/base.css',
      'apps/demo/src/first-steps.ts',
      'apps/demo/vite.config.ts',
      'packages/sdk/src',
      'packages/core/src',
    ],
  },
]

/** Builds the bundles whose sources are not those that they were last built from. */
export async function ensureBuilt() {
  const stale = bundles.map(withStamp).filter(({ stamp, sourceHash }) => readStamp(stamp) !== sourceHash)
  if (stale.length === 0) return
  console.log(`Building ${stale.map(({ workspace }) => workspace).join(' and ')} …`)
  await Promise.all(stale.map(build))
}

/** @param {{ workspace: string, sources: string[] }} bundle */
function withStamp({ workspace, sources }) {
  const paths = [...sources, 'package-lock.json'].map((path) => join(root, path))
  return { workspace, stamp: join(root, workspace, 'dist', '.built-from'), sourceHash: fingerprint(paths) }
}

/** @param {{ workspace: string, stamp: string, sourceHash: string }} bundle */
async function build({ workspace, stamp, sourceHash }) {
  const command = toolCommand('vite', 'build', '--logLevel', 'warn')
  const { code, output } = await capture(command, { cwd: join(root, workspace) })
  if (code !== 0) throw new Error(`${workspace} cannot be built:\n${output}`)
  writeFileSync(stamp, sourceHash)
}
