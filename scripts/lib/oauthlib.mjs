import { installPackages, mayInstallPackages } from './debian.mjs'
import { capture } from './run.mjs'

/** RSA-SHA1 needs the other two. */
const PACKAGES = ['python3-oauthlib', 'python3-jwt', 'python3-cryptography']
const MODULES = 'oauthlib, jwt, cryptography'

/**
 * The library against which OAuth 1.0a is tested: Debian's, if we may install it. Without it those tests are skipped, and
 * counted as such.
 */
export async function ensureOauthlib() {
  const { code } = await capture(['/usr/bin/python3', '-c', `import ${MODULES}`])
  if (code === 0 || !mayInstallPackages()) return
  const complaint = await installPackages(...PACKAGES)
  if (complaint !== undefined) console.log(`Going on without it (apt-get says: ${complaint})`)
}
