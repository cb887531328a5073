import { defineConfig } from 'vite'

/** The server answers `/ui` with index.html and `/ui/assets/*` with the hashed files. */
export default defineConfig({
  base: '/ui/',
  // The automatic JSX runtime is all that Preact needs; its plugin would bring Babel for hot reloading only.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    // Inlined files would be data: URLs, which the page's content security policy allows for images only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
