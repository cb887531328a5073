import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installPackages, mayInstallPackages } from './debian.mjs'
import { root } from './paths.mjs'
import { capture } from './run.mjs'

/** Where the tests look for it: `e2e/real/verdaccio.ts`. No part of the lockfile: only tests use it. */
const VERDACCIO_FOLDER = join(root, 'node_modules/.cache/verdaccio')
const VERDACCIO = {
  private: true,
  dependencies: { verdaccio: '6.10.4' },
  // It asks for this by a tag, which not every mirror of the registry has.
  overrides: { 'node-fetch': '2.7.0' },
}

/**
 * Real applications that play the provider: Debian's Radicale, and verdaccio from npm. What cannot be installed is left
 * out; its tests are skipped, and counted as such.
 */
export async function ensureRealApps() {
  await ensureRadicale()
  await ensureVerdaccio()
}

async function ensureRadicale() {
  if (existsSync('/usr/bin/radicale') || !mayInstallPackages()) return
  const complaint = await installPackages('radicale')
  if (complaint !== undefined) console.log(`Going on without it (apt-get says: ${complaint})`)
}

async function ensureVerdaccio() {
  if (existsSync(join(VERDACCIO_FOLDER, 'node_modules/verdaccio/package.json'))) return
  console.log('Installing verdaccio for tests, this once …')
  mkdirSync(VERDACCIO_FOLDER, { recursive: true })
  writeFileSync(join(VERDACCIO_FOLDER, 'package.json'), JSON.stringify(VERDACCIO))
  const quietly = ['--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts', '--fetch-retries=0']
  const { code, output } = await capture(['npm', 'install', '--prefix', VERDACCIO_FOLDER, ...quietly], {
    cwd: VERDACCIO_FOLDER,
  })
  if (code !== 0) console.log(`Going on without it (npm says: ${output.trim().split('\n').at(-1)})`)
}
