import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { integrationIdOf } from '../apps/server/src/testing/browser.ts'
import { startTestServer, type TestServer } from '../apps/server/src/testing/harness.ts'
import type { App } from './real/app-process.ts'
import { hasVerdaccio, setPasswords, startVerdaccio, verdaccioPage } from './real/verdaccio.ts'

/** A real npm registry as the provider: a bearer token, entered or bought with name and password. */

const PASSWORDS = { ada: 'lovelace-1815', grace: 'hopper-1906' }

describe.skipIf(!hasVerdaccio)('verdaccio', () => {
  let verdaccio: App
  let server: TestServer

  beforeAll(async () => {
    verdaccio = await startVerdaccio(PASSWORDS)
    server = await startTestServer({ providers: [verdaccioPage(verdaccio.origin)] })
    await server.integrate({ provider: 'verdaccio' })
  })
  afterAll(async () => {
    await server.close()
    await verdaccio.close()
  })

  /** As `npm login` gets it. */
  async function tokenOf(name: keyof typeof PASSWORDS): Promise<string> {
    const password = PASSWORDS[name]
    const response = await fetch(`${verdaccio.origin}/-/user/org.couchdb.user:${name}`, {
      method: 'PUT',
      headers: {
        authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ name, password }),
    })
    return ((await response.json()) as { token: string }).token
  }

  async function connect(
    user: string,
    accountType: string,
    payload: Record<string, string>,
  ): Promise<unknown> {
    const integrationId = await integrationIdOf(server, 'verdaccio')
    const json = { integrationId, payload, installOptions: { accountType } }
    return (await server.call('sdk/credentials', { method: 'POST', user, json })).json()
  }

  async function status(user: string): Promise<string | undefined> {
    const me = (await (await server.call('sdk/me', { user })).json()) as {
      integrations: Record<string, { allCredentials: { status: string }[] }>
    }
    return me.integrations.verdaccio?.allCredentials[0]?.status
  }

  const call = (user: string, path: string) => server.call(`sdk/proxy/verdaccio${path}`, { user })

  test('what it says of a wrong token, and of a wrong password, reaches the user', async () => {
    expect(await connect('stranger', 'token', { token: 'made-up' })).toMatchObject({
      message: 'Verdaccio says: You must be logged in to publish packages.',
    })
    expect(await connect('stranger', 'login', { username: 'ada', password: 'wrong' })).toMatchObject({
      message: expect.stringContaining('Verdaccio says: '),
    })
  })

  test('publishes a package with a token, and reads it back byte for byte', async () => {
    expect(await connect('ada', 'token', { token: await tokenOf('ada') })).toMatchObject({ status: 'VALID' })
    expect(await (await call('ada', '/-/whoami')).json()).toEqual({ username: 'ada' })
    const tarball = gzipSync('as if it were a package')
    const published = await server.call('sdk/proxy/verdaccio/@acme%2fengine', {
      user: 'ada',
      method: 'PUT',
      json: packument('@acme/engine', tarball),
    })
    expect([published.status, await published.json()]).toMatchObject([201, { success: true }])
    const read = await call('ada', '/@acme%2fengine/-/engine-1.0.0.tgz')
    expect(Buffer.from(await read.arrayBuffer())).toEqual(tarball)
  })

  test('gives a token for name and password', async () => {
    const entered = { username: 'grace', password: PASSWORDS.grace }
    expect(await connect('grace', 'login', entered)).toMatchObject({ status: 'VALID' })
    expect(await (await call('grace', '/-/whoami')).json()).toEqual({ username: 'grace' })
  })

  test('tokens that it takes no longer end their connections; what it answered is handed on', async () => {
    await setPasswords(verdaccio, { ada: 'changed', grace: 'changed, too' })
    for (const user of ['ada', 'grace']) {
      const refused = await call(user, '/-/npm/v1/user')
      expect(refused.status).toBe(401)
      expect(await refused.json()).toEqual({ message: 'You must be logged in to publish packages.' })
      expect(await status(user)).toBe('INVALID')
      expect(await (await call(user, '/-/whoami')).json()).toMatchObject({ code: 'connection_needs_reauth' })
    }
    expect(await connect('grace', 'login', { username: 'grace', password: 'changed, too' })).toMatchObject({
      status: 'VALID',
    })
    expect(await (await call('grace', '/-/whoami')).json()).toEqual({ username: 'grace' })
  })
})

/** What `npm publish` sends. */
function packument(name: string, tarball: Buffer) {
  const version = '1.0.0'
  const file = `${name}-${version}.tgz`
  const dist = {
    shasum: createHash('sha1').update(tarball).digest('hex'),
    tarball: `http://registry.test/${name}/-/${file}`,
  }
  return {
    _id: name,
    name,
    'dist-tags': { latest: version },
    versions: { [version]: { name, version, dist } },
    _attachments: {
      [file]: {
        content_type: 'application/octet-stream',
        data: tarball.toString('base64'),
        length: tarball.length,
      },
    },
  }
}
