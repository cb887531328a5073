import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const PAGE = fileURLToPath(new URL('product-page.ts', import.meta.url))

/** The packages as `package.json` names them, by version. */
export const PACKAGES = {
  '2.4.0': '@useparagon/connect',
  '2.2.4': 'paragon-connect-2.2.4',
  '2.1.1': 'paragon-connect-2.1.1',
  '1.0.40': 'paragon-connect-1.0.40',
}
export type Version = keyof typeof PACKAGES

export interface ProductServer {
  /** Another site than the server's `127.0.0.1`, so that everything between the two is cross-site. */
  origin: string
  close: () => Promise<void>
}

/** Serves the product's page at `/<version>`, each with that version of the SDK as Vite bundles it. */
export async function startProductServer(
  versions = Object.keys(PACKAGES) as Version[],
): Promise<ProductServer> {
  const scripts = new Map<string, string>(
    await Promise.all(versions.map(async (version) => [`/${version}.js`, await bundle(version)] as const)),
  )
  const server = createServer(({ url = '' }, response) => {
    const script = scripts.get(url)
    response.setHeader('content-type', script ? 'text/javascript' : 'text/html')
    response.end(
      script ?? `<!doctype html><title>Product</title><script type="module" src="${url}.js"></script>`,
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function bundle(version: Version): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@useparagon/connect': PACKAGES[version] } },
    build: { write: false, minify: false, lib: { entry: PAGE, formats: ['es'], fileName: 'page' } },
  })
  const [{ output } = { output: [] }] = Array.isArray(built) ? built : []
  const [chunk] = output
  if (chunk?.type !== 'chunk') throw new TypeError('the page was not bundled')
  return chunk.code
}
