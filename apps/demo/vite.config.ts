import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const page = (name: string) => fileURLToPath(new URL(`src/taskboard/page/${name}`, import.meta.url))

/** Taskboard's two pages, built to `dist`. */
export default defineConfig({
  root: page(''),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: fileURLToPath(new URL('dist', import.meta.url)),
    emptyOutDir: true,
    target: 'es2024',
    rolldownOptions: { input: [page('index.html'), page('paragon.html')] },
  },
})
