import { existsSync, readFileSync } from 'node:fs'
import { capture } from './run.mjs'

/** Whether we may install packages here: as root, on Debian. Ubuntu's chromium only asks for a snap. */
export function mayInstallPackages() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && isDebian()
}

/**
 * Installs packages of Debian.
 *
 * @param {string[]} names
 * @returns {Promise<string | undefined>} the last line of what apt-get says, if it fails
 */
export async function installPackages(...names) {
  console.log(`Installing the Debian package ${names.join(' ')}, this once …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await capture(['apt-get', 'update', '--quiet'], { env })
  const install = ['apt-get', 'install', '--yes', '--quiet', '--no-install-recommends', ...names]
  const { code, output } = await capture(install, { env })
  return code === 0 ? undefined : (output.trim().split('\n').at(-1) ?? '')
}

function isDebian() {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
}
