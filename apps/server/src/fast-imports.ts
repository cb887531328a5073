/**
 * Loaded before everything else (`node --import`), it takes 0.4 s off a start:
 *
 * - For every relative import inside an ES module package Node looks up the package's scope, and that parses the whole
 *   `exports` map again. Drizzle's has 170 kB and 130 files: 350 ms. Inside Drizzle a relative import is a module, so
 *   nothing has to be looked up.
 * - Compiled code is kept from one start to the next.
 */
import { enableCompileCache, registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

const DRIZZLE = '/node_modules/drizzle-orm/'

enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/node', import.meta.url)))

registerHooks({
  resolve(specifier, context, nextResolve) {
    const { parentURL } = context
    if (specifier.startsWith('.') && specifier.endsWith('.js') && parentURL?.includes(DRIZZLE)) {
      return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true }
    }
    return nextResolve(specifier, context)
  },
})
