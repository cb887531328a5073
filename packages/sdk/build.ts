/**
 * Makes the published package in a folder: JavaScript, declarations, and a package.json of its own. Inside the workspace
 * the sources are used instead, so this folder, not the one above it, is what is packed and published.
 *
 *     node build.ts [folder]      default: dist
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))
const out = resolve(process.argv[2] ?? join(here, 'dist'))

await build({
  root: here,
  configFile: join(here, 'vite.config.ts'),
  build: { outDir: out, emptyOutDir: true },
  logLevel: 'warn',
})
writeDeclarations(join(out, 'types'))
writeFileSync(join(out, 'package.json'), `${JSON.stringify(packageJson(), null, 2)}\n`)
copyFileSync(join(here, 'README.md'), join(out, 'README.md'))
copyFileSync(join(here, '../../LICENSE'), join(out, 'LICENSE'))

function packageJson() {
  const { name, version, type, license, description } = JSON.parse(
    readFileSync(join(here, 'package.json'), 'utf8'),
  )
  return {
    name,
    version,
    description,
    license,
    type,
    sideEffects: false,
    engines: { node: '>=18' },
    exports: {
      '.': { types: './types/browser/index.d.ts', default: './index.js' },
      './server': { types: './types/server/index.d.ts', default: './server.js' },
    },
  }
}

/**
 * Writes the declarations that the two entries reach. `@tenon/core` is not published: of it only the error codes are
 * used, and their declarations come along.
 */
function writeDeclarations(folder: string): void {
  const emitted = mkdtempSync(join(tmpdir(), 'tenon-sdk-'))
  try {
    emit(emitted, ['-p', join(here, 'tsconfig.build.json')])
    emit(join(emitted, 'core'), [
      '--ignoreConfig',
      '--declaration',
      '--emitDeclarationOnly',
      '--target',
      'es2022',
      '--skipLibCheck',
      join(dirname(fileURLToPath(import.meta.resolve('@tenon/core'))), 'errors.ts'),
    ])
    const pending = ['browser/index.d.ts', 'server/index.d.ts']
    const written = new Set<string>()
    for (const path of pending) {
      if (written.has(path)) continue
      written.add(path)
      const { text, imports } = withPublishedImports(path, readFileSync(join(emitted, path), 'utf8'))
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
      pending.push(...imports)
    }
  } finally {
    rmSync(emitted, { recursive: true })
  }
}

/** Sources import each other as `.ts`; what is published has only `.js`, beside which its `.d.ts` is found. */
function withPublishedImports(path: string, declarations: string): { text: string; imports: string[] } {
  const imports: string[] = []
  const text = declarations.replaceAll(
    /(from |import\()(['"])([^'"]+)\2/g,
    (all, keyword, quote, specifier) => {
      const target =
        specifier === '@tenon/core' ? 'core/errors' : join(dirname(path), specifier).replace(/\.ts$/, '')
      if (!specifier.startsWith('.') && specifier !== '@tenon/core') return all
      imports.push(`${target}.d.ts`)
      const published = relative(dirname(path), `${target}.js`)
      return `${keyword}${quote}${published.startsWith('.') ? published : `./${published}`}${quote}`
    },
  )
  return { text, imports }
}

function emit(folder: string, parameters: string[]): void {
  const typescript = dirname(fileURLToPath(import.meta.resolve('typescript/package.json')))
  execFileSync(process.execPath, [join(typescript, 'bin/tsc'), ...parameters, '--outDir', folder], {
    stdio: 'inherit',
  })
}
