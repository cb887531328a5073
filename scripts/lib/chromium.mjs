import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installPackages, mayInstallPackages } from './debian.mjs'

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC_APPS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const ADVICE =
  'No Chromium for the browser tests: install Chromium or Chrome, or set CHROMIUM_PATH to its program'

/**
 * The path of a Chromium: the one that CHROMIUM_PATH names, one that is installed, or Debian's package, if we may
 * install it.
 *
 * @returns {Promise<string>}
 * @throws {Error} in one line that says what to do
 */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (isProgram(named)) return named
    throw new Error(`CHROMIUM_PATH names no program: ${named}`)
  }
  return findInstalled() ?? (await installPackage()) ?? fail()
}

function findInstalled() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const candidates = PROGRAMS.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...candidates, ...MAC_APPS].find(isProgram)
}

async function installPackage() {
  if (!mayInstallPackages()) return undefined
  const complaint = await installPackages('chromium')
  if (complaint !== undefined) throw new Error(`${ADVICE} (apt-get says: ${complaint})`)
  return findInstalled()
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** @returns {never} */
function fail() {
  throw new Error(ADVICE)
}
