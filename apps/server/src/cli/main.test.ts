import { execFile } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { authenticateTeam, authenticateUser, findAuthenticatedUser } from '../http/auth.ts'
import { authKindOf, clientOf, getIntegration } from '../integrations/integrations.ts'
import { getProjectAccess } from '../projects/access.ts'
import { createEmptyDatabase, type EmptyDatabase } from '../testing/database.ts'
import { startTestServices } from '../testing/services.ts'
import { newKeyPair } from '../testing/user-token.ts'
import type { Terminal } from './command.ts'
import { main } from './main.ts'

const TENON = fileURLToPath(new URL('../../bin/tenon.mjs', import.meta.url))
const ENCRYPTION_KEY = `test-services:${Buffer.alloc(32, 'k').toString('base64')}`

let database: EmptyDatabase
let folder: string
beforeAll(async () => {
  database = await createEmptyDatabase()
  folder = await mkdtemp(join(tmpdir(), 'tenon-cli-'))
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

interface Ran {
  code: number
  out: string
  err: string
}

async function tenon(args: string[], changes: Partial<Terminal> = {}): Promise<Ran> {
  const out: string[] = []
  const err: string[] = []
  const terminal: Terminal = {
    env: { DATABASE_URL: database.connectionString, TENON_ENCRYPTION_KEY: ENCRYPTION_KEY },
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    askSecret: undefined,
    readInput: async () => '',
    ...changes,
  }
  return { code: await main(args, terminal), out: out.join('\n'), err: err.join('\n') }
}

const ok = (out: unknown) => ({ code: 0, out, err: '' })
const failed = (message: RegExp) => ({ code: 1, out: '', err: expect.stringMatching(message) })
const misused = (message: RegExp) => ({ code: 2, out: '', err: expect.stringMatching(message) })

/** The tests build on one another, as a newcomer's commands do. */
describe('the command line', () => {
  let projectId: string
  const keyFile = () => join(folder, 'taskboard.pem')

  test('says what to do first while there is no project', async () => {
    expect(await tenon(['project', 'list'])).toEqual(ok(expect.stringContaining('npx tenon project create')))
    expect(await tenon(['key', 'list'])).toEqual(misused(/no project yet: npx tenon project create/))
  })

  test('creates a project and prints its id', async () => {
    const created = await tenon(['project', 'create', '--product', 'Taskboard', '--name', 'Development'])
    expect(created).toEqual(ok(expect.stringMatching(/^[\da-f-]{36}$/)))
    projectId = created.out
    expect((await tenon(['project', 'list'])).out).toMatch(
      new RegExp(`^ID.*\n${projectId} +Taskboard +Development +any$`),
    )
    expect(await tenon(['project', 'create', '--product', 'Taskboard', '--name', 'Development'])).toEqual(
      failed(/^tenon: "Taskboard" has a project "Development" already: use it, or choose another name$/),
    )
  })

  test('says which pages may show the portal, in a running server too', async () => {
    const { value: server, release } = await startTestServices({ DATABASE_URL: database.connectionString })
    const origins = async () => (await getProjectAccess(server, projectId)).project.allowedOrigins
    expect(await origins()).toEqual([])
    const set = ['project', 'set', '--allowed-origin', 'https://a.example/', '--allowed-origin']
    expect(await tenon([...set, 'http://localhost:3000'])).toEqual(
      ok('Pages that may show the portal of Taskboard/Development: https://a.example, http://localhost:3000'),
    )
    await vi.waitFor(async () =>
      expect(await origins()).toEqual(['https://a.example', 'http://localhost:3000']),
    )
    expect((await tenon(['project', 'list'])).out).toMatch(/Development +https:\/\/a\.example, http:/)
    expect(await tenon([...set, 'nonsense'])).toEqual(failed(/allowedOrigins\.1: must be an origin such as/))
    expect(await tenon(['project', 'set', '--clear-allowed-origins'])).toEqual(
      ok(expect.stringMatching(/: any$/)),
    )
    await vi.waitFor(async () => expect(await origins()).toEqual([]))
    await release()
  })

  test('sets who is mailed and what REST callers get, and leaves the rest', async () => {
    const set = async (...options: string[]) =>
      JSON.parse((await tenon(['project', 'set', ...options, '--json'])).out)
    const mails = ['--alert-email', 'ops@a.example', '--alert-email', 'eva@a.example', '--mail-users']
    expect(await set(...mails)).toMatchObject({
      alertEmails: ['ops@a.example', 'eva@a.example'],
      mailsUsers: true,
      wrapsRestAnswers: false,
    })
    expect(await set('--wrap-rest-answers')).toMatchObject({ mailsUsers: true, wrapsRestAnswers: true })
    expect(await tenon(['project', 'set', '--clear-alert-emails', '--no-mail-users'])).toEqual(
      ok(expect.stringMatching(/^Mailed when .* need their users: nobody\nUsers of .* are not mailed/)),
    )
    expect(await set('--no-wrap-rest-answers')).toMatchObject({ alertEmails: [], wrapsRestAnswers: false })
    expect((await tenon(['project', 'set', '--alert-email', 'nobody'])).code).toBe(1)
  })

  test('makes a signing key whose private half only its owner can read, and signs tokens that work', async () => {
    const created = await tenon(['key', 'create', '--name', 'Backend', '--out', keyFile()])
    expect(created).toEqual(ok(expect.stringContaining(keyFile())))
    expect((await stat(keyFile())).mode & 0o777).toBe(0o600)
    const signed = await tenon([
      'token',
      'sign',
      '--key',
      keyFile(),
      '--project',
      projectId,
      '--user',
      'anna',
      '--expires',
      '5m',
    ])
    const { iat = 0, exp = 0 } = decodeJwt(signed.out)
    expect(exp - iat).toBe(300)
    const { value: services, release } = await startTestServices({ DATABASE_URL: database.connectionString })
    const { user } = await authenticateUser(services, projectId, signed.out)
    expect(user.externalId).toBe('anna')
    for (const named of [['--project', 'Taskboard/Development'], []]) {
      const { out } = await tenon(['token', 'sign', '--key', keyFile(), '--user', 'bob', ...named])
      expect(decodeJwt(out).aud).toBe(`useparagon.com/${projectId}`)
      expect((await authenticateUser(services, projectId, out)).user.externalId).toBe('bob')
    }
    await release()
  })

  test('never overwrites a file with a key, and makes no key for it', async () => {
    const before = await readFile(keyFile(), 'utf8')
    expect(await tenon(['key', 'create', '--name', 'x', '--out', keyFile()])).toEqual(
      failed(/exists already$/),
    )
    expect(await readFile(keyFile(), 'utf8')).toBe(before)
    expect(JSON.parse((await tenon(['key', 'list', '--json'])).out)).toHaveLength(1)
  })

  test('prints a new private key where no file is named', async () => {
    const { out } = await tenon(['key', 'create', '--name', 'Printed', '--json'])
    const { id, privateKey, publicKey } = JSON.parse(out)
    expect(createPublicKey(privateKey).export({ type: 'spki', format: 'pem' })).toBe(publicKey)
    expect(await tenon(['key', 'revoke', id])).toEqual(ok(`${id} is revoked`))
  })

  test('uploads a public key from a file or from standard input', async () => {
    const path = join(folder, 'public.pem')
    await writeFile(path, newKeyPair().publicKey)
    expect(await tenon(['key', 'upload', '--name', 'File', path])).toMatchObject({ code: 0 })
    const readInput = async () => newKeyPair().publicKey
    expect(await tenon(['key', 'upload', '--name', 'Input', '-'], { readInput })).toMatchObject({ code: 0 })
    expect(await tenon(['key', 'upload', '--name', 'Input', join(folder, 'none')])).toEqual(
      failed(/none: it does not exist$/),
    )
    expect(await tenon(['key', 'upload', '--name', 'Private', keyFile()])).toEqual(failed(/is a private key/))
  })

  test('revokes a key in a running server, too', async () => {
    const { value: server, release } = await startTestServices({ DATABASE_URL: database.connectionString })
    const token = (
      await tenon(['token', 'sign', '--key', keyFile(), '--project', projectId, '--user', 'anna'])
    ).out
    await authenticateUser(server, projectId, token)
    const keys = JSON.parse((await tenon(['key', 'list', '--json'])).out) as { id: string; name: string }[]
    const backend = keys.find(({ name }) => name === 'Backend')
    await tenon(['key', 'revoke', backend?.id ?? '', '--project', 'Taskboard/Development'])
    await vi.waitFor(() => expect(findAuthenticatedUser(server, projectId, token)).toBeUndefined())
    await release()
  })

  test('creates an API key that works until it is revoked', async () => {
    const { out: key } = await tenon(['apikey', 'create', '--name', 'CI'])
    const { value: services, release } = await startTestServices({ DATABASE_URL: database.connectionString })
    const { project } = await authenticateTeam(services, `Bearer ${key}`)
    expect(project.id).toBe(projectId)
    const [{ id }] = JSON.parse((await tenon(['apikey', 'list', '--json'])).out)
    expect((await tenon(['apikey', 'list'])).out).not.toContain(key)
    await tenon(['apikey', 'revoke', id])
    await vi.waitFor(() => expect(authenticateTeam(services, `Bearer ${key}`)).rejects.toThrow(/revoked/))
    await release()
  })

  test('switches providers on, with a secret that is typed, piped or in the environment, but no argument', async () => {
    const asked: string[] = []
    const askSecret = async (question: string) => {
      asked.push(question)
      return 'typed'
    }
    const slack = ['integration', 'on', 'slack', '--client-id', 'id']
    const secretOf = async (args: string[], changes: Partial<Terminal>) => {
      const ran = await tenon(args, changes)
      expect(ran).toEqual(
        ok(expect.stringMatching(/^slack is on\nRedirect URL to register with the client: http/)),
      )
      const { value: services, release } = await startTestServices({
        DATABASE_URL: database.connectionString,
      })
      const { project } = await authenticateTeam(
        services,
        (await tenon(['apikey', 'create', '--name', 'x'])).out,
      )
      const ctx = { ...services, project }
      const integration = await getIntegration(ctx, 'slack')
      const { secret } = await clientOf(ctx, integration, authKindOf(integration), {})
      await release()
      return secret
    }
    expect(await secretOf(slack, { askSecret })).toBe('typed')
    expect(asked).toHaveLength(1)
    expect(
      await secretOf([...slack, '--secret-stdin'], { askSecret, readInput: async () => 'piped\n' }),
    ).toBe('piped')
    const env = {
      DATABASE_URL: database.connectionString,
      TENON_ENCRYPTION_KEY: ENCRYPTION_KEY,
      TENON_CLIENT_SECRET: 'exported',
    }
    expect(await secretOf(slack, { askSecret, env })).toBe('exported')
    expect(await secretOf(slack, {})).toBe('exported')
    expect((await tenon(['integration', 'list'])).out).toMatch(/^PROVIDER.*\nslack +on +id +–$/)
  })

  test('suggests the provider that was probably meant', async () => {
    expect(await tenon(['integration', 'on', 'slak'])).toEqual(failed(/"slak".*; did you mean "slack"\?$/))
    expect(await tenon(['integration', 'on', 'nobody'])).toEqual(
      failed(/no provider "nobody" in the catalog; it has .*slack/),
    )
  })

  test('says what an integration lacks and what to run, until it has it', async () => {
    const dropbox = ['integration', 'on', 'dropbox']
    const lacksBoth =
      /^dropbox is switched on but not ready: without its client id and client secret nobody can connect it$/m
    const both = await tenon(dropbox)
    expect(both).toEqual(ok(expect.stringMatching(lacksBoth)))
    expect(both.out).toContain(`npx tenon integration on dropbox --project ${projectId} --client-id ID`)
    const listed = await tenon(['integration', 'list'])
    expect(listed.out).toMatch(/^dropbox +not ready +– +client id and client secret$/m)
    expect(listed.out).toMatch(lacksBoth)

    const withId = await tenon([...dropbox, '--client-id', 'id'])
    expect(withId).toEqual(ok(expect.stringMatching(/not ready: without its client secret nobody can/)))
    expect(withId.out).toMatch(/--client-id id$/m)
    const env = {
      DATABASE_URL: database.connectionString,
      TENON_ENCRYPTION_KEY: ENCRYPTION_KEY,
      TENON_CLIENT_SECRET: 'secret',
    }
    expect(await tenon(dropbox, { env })).toEqual(ok('dropbox is on'))
    expect((await tenon(['integration', 'list'])).out).toMatch(/^dropbox +on +id +–$/m)
  })

  test('names the kinds of authorisation that work without a client', async () => {
    const hubspot = await tenon(['integration', 'on', 'hubspot'])
    expect(hubspot).toEqual(ok(expect.stringMatching(/not ready: .* users can connect it only by "/)))
    const [, accountType = ''] = /--account-type (\S+)$/.exec(hubspot.out) ?? []
    const only = ['integration', 'on', 'hubspot', '--account-type', accountType]
    expect(await tenon(only)).toEqual(ok('hubspot is on'))
    expect(await tenon(['integration', 'on', 'rss'])).toEqual(ok('rss is on'))
  })

  test('refuses an empty client secret where there is none to keep', async () => {
    const asked: string[] = []
    const askSecret = async (question: string) => {
      asked.push(question)
      return ' '
    }
    const github = ['integration', 'on', 'github', '--client-id', 'id']
    expect(await tenon(github, { askSecret })).toEqual(misused(/the client secret is missing/))
    expect(await tenon([...github, '--secret-stdin'])).toEqual(misused(/on standard input is missing/))
    expect((await tenon(['integration', 'list'])).out).not.toContain('github')
    await tenon([...github, '--secret-stdin'], { readInput: async () => 'first' })
    expect((await tenon(github, { askSecret })).out).toMatch(/^github is on\nRedirect URL to register/)
    expect(asked).toEqual(['Client secret: ', 'Client secret (empty keeps the present one): '])
  })

  test('switches a provider off and keeps its settings', async () => {
    expect(await tenon(['integration', 'off', 'slack'])).toEqual(ok(expect.stringMatching(/^slack is off; /)))
    expect((await tenon(['integration', 'list'])).out).toMatch(/^slack +off +id +–$/m)
    expect(await tenon(['integration', 'off', 'asana'])).toEqual(failed(/"asana" is not switched on/))
    expect(await tenon(['integration', 'on', 'slack'])).toEqual(ok('slack is on'))
  })

  test('lists users and connections, page by page', async () => {
    const users = await tenon(['user', 'list', '--limit', '1'])
    expect(users.out).toMatch(
      /^ID +USER +CONNECTED +FIRST SEEN\n\S+ +bob +– +\S+\n\nThere are more: --cursor \S+$/,
    )
    const next = await tenon(['user', 'list', '--cursor', users.out.split(' ').at(-1) ?? ''])
    expect(next.out).toMatch(/ anna +– +\S+$/)
    expect((await tenon(['user', 'list', '--id', 'an', '--json'])).out).toContain('"externalId": "anna"')
    for (const noun of ['connections', 'connection'])
      expect(await tenon([noun, 'list', '--status', 'active'])).toEqual(
        ok('Nobody has connected anything yet'),
      )
    expect(await tenon(['connections', 'list', '--status', 'x'])).toEqual(failed(/status: /))
  })

  test('warns when a token will be refused: its key is revoked, or another project’s', async () => {
    const sign = ['token', 'sign', '--user', 'anna', '--project', projectId, '--key']
    const revoked = await tenon([...sign, keyFile()])
    expect(revoked).toMatchObject({ code: 0, err: expect.stringMatching(/warning: the key was revoked, so/) })
    expect(decodeJwt(revoked.out).sub).toBe('anna')
    const strange = join(folder, 'strange.pem')
    await writeFile(strange, newKeyPair().privateKey.export({ type: 'pkcs8', format: 'pem' }))
    expect((await tenon([...sign, strange])).err).toMatch(/warning: the key is none of this project’s, so/)
    const env = { TENON_DATA_DIR: join(folder, 'no-data') }
    expect(await tenon([...sign, strange], { env })).toMatchObject({ code: 0, err: '' })
  })

  test('asks which project, once there are several', async () => {
    await tenon(['project', 'create', '--product', 'Taskboard', '--name', 'Production'])
    expect(await tenon(['key', 'list'])).toEqual(
      misused(/name one project with --project: .*Taskboard\/Production/),
    )
    expect(await tenon(['key', 'list', '--project', 'Taskboard/Production'])).toMatchObject({ code: 0 })
    expect(await tenon(['key', 'list', '--project', 'x'])).toEqual(
      misused(/there is no project "x"; there is .*Taskboard\/Production/),
    )
  })
})

describe('what was typed wrong', () => {
  const cases: [args: string[], message: RegExp][] = [
    [['kye', 'list'], /^tenon: there is no command "kye list"\nTry: npx tenon --help$/],
    [['key', 'make'], /no command "key make"/],
    [['constructor', 'name'], /no command/],
    [['key', 'create'], /^tenon: --name is missing\nTry: npx tenon key create --help$/],
    [['key', 'create', '--nmae', 'x'], /Unknown option '--nmae'/],
    [['key', 'create', '--name', 'x', '--bits', '1'], /--bits must be 2048 or 4096/],
    [['key', 'revoke'], /^tenon: the KEY_ID is missing\n/],
    [['key', 'revoke', 'x'], /^tenon: "x" is no KEY_ID: npx tenon key list shows them\n/],
    [['apikey', 'revoke', 'x'], /"x" is no KEY_ID: npx tenon apikey list shows them/],
    [['project', 'set'], /nothing to set: give --allowed-origin, --alert-email or another/],
    [['project', 'set', '--mail-users', '--no-mail-users'], /--mail-users and --no-mail-users exclude/],
    [['project', 'set', '--allowed-origin', 'http://x', '--clear-allowed-origins'], /exclude each other/],
    [
      ['token', 'sign', '--key', 'x', '--project', 'x', '--user', 'x', '--expires', '1y'],
      /--expires must be such as/,
    ],
    [['integration', 'on', 'slack', '--variable', 'x'], /NAME=VALUE/],
  ]
  test.each(cases)('%j', async (args, message) => {
    expect(await tenon(args)).toEqual(misused(message))
  })

  test('a folder without a database is left without one by what only reads', async () => {
    const env = { TENON_DATA_DIR: join(folder, 'nonexist') }
    for (const args of [
      ['project', 'list'],
      ['key', 'create', '--name', 'x'],
    ]) {
      expect(await tenon(args, { env })).toEqual(
        misused(/^tenon: there is no database in .*nonexist: run this in/),
      )
    }
    await expect(stat(env.TENON_DATA_DIR)).rejects.toThrow('ENOENT')
  })

  test('a database that is not there takes one line', async () => {
    const env = { DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/x', TENON_ENCRYPTION_KEY: ENCRYPTION_KEY }
    const { code, err } = await tenon(['project', 'list'], { env })
    expect(code).toBe(1)
    expect(err).toMatch(/^tenon: No database answers at 127\.0\.0\.1:1[^\n]*$/)
    expect(err).not.toContain('secret')
  })
})

describe('help', () => {
  test('lists every command; each has options and examples', async () => {
    const { out } = await tenon(['--help'])
    const commands = [...out.matchAll(/^ {2}(\w+) (\w+) {2}/gm)].map(([, noun = '', verb = '']) => [
      noun,
      verb,
    ])
    expect(commands.length).toBeGreaterThanOrEqual(22)
    for (const command of commands) {
      const help = await tenon([...command, '--help'])
      expect(help).toEqual(ok(expect.stringMatching(/^Usage: .*^Options:.*^Examples:\n {2}/ms)))
      const [, examples = ''] = help.out.split('Examples:\n')
      for (const example of examples.split('\n')) {
        expect(example).toContain(`npx tenon ${command.join(' ')}`)
        expect(example).not.toMatch(/npx tenon (?!\w+ \w+)/) // a variable or another program goes before npx
      }
    }
    expect((await tenon(['key', '--help'])).out).not.toContain('apikey')
  })

  test('is shown, with the exit code of misuse, when nothing was asked', async () => {
    expect(await tenon([])).toMatchObject({ code: 2, out: expect.stringContaining('Usage: npx tenon') })
  })

  test('comes with a version', async () => {
    for (const option of ['--version', '-v'])
      expect(await tenon([option])).toEqual(ok(expect.stringMatching(/^\d+\.\d+\.\d+$/)))
  })

  test('comes from the installed program too', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [TENON, '--help'])
    expect(stdout).toContain('Usage: npx tenon')
    const failing = promisify(execFile)(process.execPath, [TENON, 'kye'])
    await expect(failing).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('no command') })
  })
})
