#!/usr/bin/env node
// Plain JavaScript that any Node since 18 can read: the command line itself needs one that runs TypeScript.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const MIN_NODE_MAJOR = 24

if (Number.parseInt(process.versions.node, 10) >= MIN_NODE_MAJOR) {
  await import('../src/fast-imports.ts')
  const { main } = await import('../src/cli/main.ts')
  process.exitCode = await main(process.argv.slice(2))
} else {
  runWithNewerNode()
}

/** The npm package `node` brings the binary along. */
function runWithNewerNode() {
  let node
  try {
    node = createRequire(import.meta.url).resolve('node/bin/node')
  } catch {
    console.error(`tenon: needs Node ${MIN_NODE_MAJOR}: run "npm install" in Tenon's folder, or install it`)
    process.exit(1)
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}
