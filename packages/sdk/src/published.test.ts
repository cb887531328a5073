import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PROJECT_ID } from './testing/project.ts'
import { startWireServer } from './testing/wire-server.ts'

const run = promisify(execFile)
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const MAX_GZIP_BYTES = 12_000
const TIMEOUT_MS = 60_000

/** The Node that the machine has, rather than the one of this workspace. */
const systemNode = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .map((folder) => join(folder, 'node'))
  .find((path) => existsSync(path))

/** A product outside the workspace that has installed the package. */
let product: string

beforeAll(async () => {
  product = await mkdtemp(join(tmpdir(), 'tenon-product-'))
  const dist = join(product, 'sdk')
  await run(process.execPath, [at('../build.ts'), dist])
  const { stdout } = await run('npm', ['pack', dist, '--silent', '--pack-destination', product])
  await writeFile(
    join(product, 'package.json'),
    JSON.stringify({ name: 'product', private: true, type: 'module' }),
  )
  await run('npm', ['install', join(product, stdout.trim()), '--offline', '--no-audit', '--no-fund'], {
    cwd: product,
  })
}, TIMEOUT_MS)
afterAll(() => rm(product, { recursive: true, force: true }))

describe('the published package', { timeout: TIMEOUT_MS }, () => {
  it('holds JavaScript and declarations, and depends on nothing', async () => {
    const folder = join(product, 'node_modules/@tenon/sdk')
    const files = await readdir(folder, { recursive: true })
    expect(files).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'index.js', 'server.js', 'shared.js']),
    )
    expect(files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))).toEqual([])
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
    expect(manifest).not.toHaveProperty('dependencies')
    expect(manifest).not.toHaveProperty('private')
    for (const file of files.filter((name) => /\.(js|d\.ts)$/.test(name))) {
      expect(await readFile(join(folder, file), 'utf8'), file).not.toMatch(/(from|import\() ?['"]@tenon\//)
    }
  })

  it.skipIf(!systemNode)('runs on the Node of this machine, both entries', async () => {
    const wire = await startWireServer()
    const script = join(product, 'server.js')
    await writeFile(
      script,
      `import { generateKeyPairSync } from 'node:crypto'
       import { createTenon, TenonError } from '@tenon/sdk'
       import { createTenonServer, TenonError as ServerError } from '@tenon/sdk/server'
       const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
       const signingKey = privateKey.export({ type: 'pkcs8', format: 'pem' })
       const [host, projectId] = process.argv.slice(2)
       const server = createTenonServer({ host, projectId, signingKey })
       const echoed = await server.asUser('u1').request('slack', '/x', { body: { a: 1 } }).json()
       const page = createTenon({ host, projectId, getUserToken: () => server.signUserToken({ userId: 'u2' }) })
       const { userId } = await page.getUser()
       console.log(JSON.stringify({ echoed, userId, isOneClass: TenonError === ServerError }))`,
    )
    const { stdout } = await run(systemNode as string, [script, wire.origin, PROJECT_ID])
    expect(JSON.parse(stdout)).toEqual({ echoed: { a: 1 }, userId: 'u2', isOneClass: true })
    await wire.close()
  })

  it(`takes at most ${MAX_GZIP_BYTES} bytes, gzipped, of a page that uses all of it`, async () => {
    await writeFile(join(product, 'index.html'), '<script type="module" src="/page.js"></script>')
    await writeFile(
      join(product, 'page.js'),
      `import { createTenon, paragon, TenonError } from '@tenon/sdk'
       Object.assign(window, { createTenon, paragon, TenonError })`,
    )
    // Vite's own polyfill for preloading is not ours
    const options = { outDir: join(product, 'built'), modulePreload: false } as const
    await build({ root: product, configFile: false, logLevel: 'warn', build: options })
    const assets = join(product, 'built/assets')
    const [asset = ''] = await readdir(assets)
    const bytes = gzipSync(await readFile(join(assets, asset))).length
    expect(bytes).toBeLessThanOrEqual(MAX_GZIP_BYTES)
  })

  it('is found by the type checker and the bundler of a Vite product, installed as the folder it was built in', async () => {
    const vite = join(product, 'vite')
    await mkdir(join(vite, 'src'), { recursive: true })
    await writeFile(
      join(vite, 'package.json'),
      JSON.stringify({ name: 'vite-product', private: true, type: 'module' }),
    )
    await run('npm', ['install', join(product, 'sdk'), '--offline', '--no-audit', '--no-fund'], { cwd: vite })
    await writeFile(join(vite, 'index.html'), '<script type="module" src="/src/page.ts"></script>')
    for (const example of ['page', 'sandbox']) {
      await copyFile(at(`../../../docs/examples/${example}.ts`), join(vite, 'src', `${example}.ts`))
    }
    await check(join(vite, 'src'), {
      module: 'esnext',
      moduleResolution: 'bundler',
      isolatedModules: true,
      lib: ['ES2022', 'DOM', 'DOM.Iterable'],
    })
    await build({ root: vite, configFile: false, logLevel: 'warn' })
    expect(await readdir(join(vite, 'dist/assets'))).toHaveLength(1)
  })

  it('has types that stand alone, and fit every sample of README.md', async () => {
    const samples = join(product, 'samples')
    await mkdir(samples)
    await copyFile(at('./testing/readme-globals.d.ts'), join(samples, 'globals.d.ts'))
    const blocks = (await readFile(at('../README.md'), 'utf8')).matchAll(/```ts\n(.*?)```/gs)
    let count = 0
    for (const [, code] of blocks)
      await writeFile(join(samples, `sample-${++count}.ts`), `${code}\nexport {}\n`)
    expect(count).toBeGreaterThan(5)
    await check(samples, { lib: ['ES2022', 'DOM'] })

    const server = join(product, 'server-only')
    await mkdir(server)
    await writeFile(
      join(server, 'server.ts'),
      `import { createTenonServer, type TenonErrorCode } from '@tenon/sdk/server'
       const { team, asUser } = createTenonServer({ host: '', projectId: '', signingKey: '' })
       export const code: TenonErrorCode = 'connection_needs_reauth'
       export const names: Promise<string[]> = team.listIntegrations().then((all) => all.map(({ name }) => name))
       export const text: Promise<string> = asUser('u').request('slack', '/', { headers: { a: 'b' } }).text()`,
    )
    await check(server, { lib: ['ES2022'], types: ['node'], typeRoots: [at('../../../node_modules/@types')] })
  })
})

/** Type-checks a folder as a strict customer would, the declarations of the package included. */
async function check(folder: string, compilerOptions: object): Promise<void> {
  const strict = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    types: [],
    skipLibCheck: false,
  }
  const module = { target: 'ES2022', module: 'nodenext' }
  const config = { compilerOptions: { ...strict, ...module, ...compilerOptions }, include: ['*.ts'] }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const tsc = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript/package.json')))
  const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch((failure) => failure)
  expect(stdout).toBe('')
}
