import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const source = (path: string) => fileURLToPath(new URL(`src/${path}`, import.meta.url))

/** The JavaScript of the published package; `build.ts` adds its types and its package.json. */
export default defineConfig({
  build: {
    target: 'es2022',
    sourcemap: true,
    minify: false, // the customer's own bundler does it, and readable code is easier to trust
    lib: {
      entry: { index: source('browser/index.ts'), server: source('server/index.ts') },
      formats: ['es'],
    },
    rolldownOptions: {
      external: /^node:/,
      output: { chunkFileNames: 'shared.js' },
    },
  },
})
