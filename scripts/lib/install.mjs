import { existsSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fingerprint, readStamp } from './fingerprint.mjs'
import { root } from './paths.mjs'
import { run } from './run.mjs'

const LOCKFILE = join(root, 'package-lock.json')
const MODULES = join(root, 'node_modules')

/** Written after our own installation. */
const STAMP = join(MODULES, '.tenon-installed')

/** Written by npm when it has finished. */
const NPM_STAMP = join(MODULES, '.package-lock.json')

const NODE = join(MODULES, '.bin', 'node')
const MIN_NODE_MAJOR = 24

/** Installs what package-lock.json names, unless that is what is there. */
export async function ensureInstalled() {
  const wanted = `${process.platform} ${process.arch} ${fingerprint([LOCKFILE])}`
  if (isInstalled(wanted)) return
  console.log('Installing packages: a minute or two, this once …')
  await npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'])
  // npm may have been told to run no scripts, and this package's script is what fetches Node.
  if (!existsSync(NODE)) await npm(['rebuild', 'node', '--ignore-scripts=false', '--loglevel=error'])
  writeFileSync(STAMP, wanted)
}

/** @returns the Node to run everything with: the one that is installed here, or this one if it is new enough */
export function findNode() {
  if (existsSync(NODE)) return NODE
  if (Number.parseInt(process.versions.node, 10) >= MIN_NODE_MAJOR) return process.execPath
  throw new Error(
    `The npm package "node" did not install: allow its install script, or use Node ${MIN_NODE_MAJOR}`,
  )
}

/**
 * A command of an installed package, run by our Node.
 *
 * @param {string} name
 * @param {string[]} parameters
 */
export function toolCommand(name, ...parameters) {
  return [findNode(), join(MODULES, '.bin', name), ...parameters]
}

/** @param {string} wanted */
function isInstalled(wanted) {
  const stamp = readStamp(STAMP)
  if (stamp !== undefined) return stamp === wanted
  // Somebody ran npm themselves.
  const installed = statSync(NPM_STAMP, { throwIfNoEntry: false })
  return installed !== undefined && installed.mtimeMs >= statSync(LOCKFILE).mtimeMs
}

/**
 * Runs npm on the Node that npm itself was started with: ours lies in the folder that is about to be replaced.
 *
 * @param {string[]} parameters
 */
function npm(parameters) {
  // What `npm run -w` says of its workspace is not for us: all of them are installed, or none works.
  const { npm_config_workspace: _, ...env } = process.env
  const { npm_execpath: script, npm_node_execpath: node, PATH = '' } = env
  const path = PATH.split(delimiter).filter((folder) => !folder.startsWith(MODULES))
  const command = script && node && !node.startsWith(MODULES) ? [node, script] : ['npm']
  return run([...command, ...parameters], { env: { ...env, PATH: path.join(delimiter) } })
}
