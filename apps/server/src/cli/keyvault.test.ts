import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEmptyDatabase, type EmptyDatabase } from '../testing/database.ts'
import type { Terminal } from './command.ts'
import { main } from './main.ts'

const [OLD, NEW] = ['old', 'new'].map((id) => `${id}:${Buffer.alloc(32, id).toString('base64')}`)

let database: EmptyDatabase
let folder: string
beforeAll(async () => {
  database = await createEmptyDatabase()
  folder = await mkdtemp(join(tmpdir(), 'tenon-keyvault-'))
  await tenon(['project', 'create', '--product', 'Taskboard', '--name', 'Development'])
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

async function tenon(
  args: string[],
  { keys = OLD, input = '' }: { keys?: string | undefined; input?: string } = {},
) {
  const out: string[] = []
  const err: string[] = []
  const terminal: Terminal = {
    env: { DATABASE_URL: database.connectionString, TENON_ENCRYPTION_KEY: keys },
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    askSecret: undefined,
    readInput: async () => input,
  }
  return { code: await main(args, terminal), out: out.join('\n'), err: err.join('\n') }
}

/** The tests build on one another. */
describe('the keyvault', () => {
  const file = () => join(folder, 'keyvault.json')

  test('takes secrets from standard input and shows the redirect URL, not the secret', async () => {
    const set = [
      'keyvault',
      'set',
      'shared',
      '--client-id',
      '123',
      '--description',
      'for two',
      '--secret-stdin',
    ]
    const { code, out } = await tenon(set, { input: 'client-secret\n' })
    expect(code).toBe(0)
    expect(out).toMatch(/^redirect URL to register +http:\/\/localhost:4400\/oauth$/m)
    expect(out).not.toContain('client-secret')
    expect(
      (await tenon(['keyvault', 'set', 'ads', '--secret-stdin'], { input: 'developer-token' })).code,
    ).toBe(0)
    expect((await tenon(['integration', 'on', 'slack', '--client', 'shared'])).out).toMatch(
      /^slack is on\nRedirect URL to register with the client: http:\/\/localhost:4400\/oauth\n.*TENON_PUBLIC_URL is unset/,
    )
    const listed = await tenon(['keyvault', 'list'])
    expect(listed.out).toMatch(/^ads +secret +– +– +–$/m)
    expect(listed.out).toMatch(/^shared +oauth_client +123 +slack +http:\/\/localhost:4400\/oauth$/m)
  })

  test('prints a secret only when it is asked to', async () => {
    expect((await tenon(['keyvault', 'show', 'ads'])).out).not.toContain('developer-token')
    expect((await tenon(['keyvault', 'show', 'ads', '--reveal'])).out).toBe('developer-token')
  })

  test('goes to a file that only its owner can read, and comes back', async () => {
    const passphrase = { input: 'a long passphrase\n' }
    const exported = await tenon(['keyvault', 'export', file(), '--passphrase-stdin'], passphrase)
    expect(exported).toMatchObject({ code: 0, out: `The keyvault is in ${file()}` })
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    expect(await readFile(file(), 'utf8')).not.toMatch(/developer|shared/)
    expect((await tenon(['keyvault', 'export', file(), '--passphrase-stdin'], passphrase)).err).toMatch(
      /exists already/,
    )
    const audited = await tenon(['audit', 'list', '--action', 'keyvault.exported'])
    expect(audited.out).toMatch(
      /^TIME.*\n.* keyvault\.exported +– +– +2 of the keyvault +– +– +command_line$/,
    )
    expect((await tenon(['audit', 'list', '--action', 'keyvault.revealed'])).out).toMatch(/ ads +–/)
    expect((await tenon(['keyvault', 'remove', 'ads'])).code).toBe(0)
    const imported = await tenon(['keyvault', 'import', file(), '--passphrase-stdin'], passphrase)
    expect(imported.out).toMatch(/^ads +created$/m)
    expect(imported.out).toMatch(/^shared +skipped +the keyvault has/m)
    const refused = await tenon(['keyvault', 'import', file(), '--passphrase-stdin'], {
      input: 'another passphrase',
    })
    expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(/does not open/) })
  })

  test('keeps what is used, unless forced', async () => {
    const kept = await tenon(['keyvault', 'remove', 'shared'])
    expect(kept).toMatchObject({ code: 1, err: expect.stringMatching(/"shared" is used by slack/) })
    expect((await tenon(['keyvault', 'remove', 'shared', '--force'])).out).toMatch(
      /without a client now: slack$/,
    )
  })
})

test('encryption keys rotate in two steps, and the old one is forgotten', async () => {
  expect((await tenon(['keys', 'list'])).out).toMatch(/^old +encrypts +1$/m)
  const rotated = await tenon(['keys', 'rotate'], { keys: `${NEW},${OLD}` })
  expect(rotated).toMatchObject({ code: 0, err: '' })
  expect(rotated.out).toMatch(/^"new" encrypts$/m)
  expect(rotated.out).toMatch(/^keyvault_entry.value +1 +0 +0 +0 +0$/m)
  expect(rotated.out).toMatch(/Nothing uses "old" any more: npx tenon keys remove old$/)
  expect((await tenon(['keys', 'remove', 'old'], { keys: NEW })).out).toMatch(/"old" is forgotten/)
  expect((await tenon(['keys', 'list'], { keys: NEW })).out).toMatch(/^ID.*\nnew +encrypts +1$/)
  expect((await tenon(['keyvault', 'show', 'ads', '--reveal'], { keys: NEW })).out).toBe('developer-token')
})
