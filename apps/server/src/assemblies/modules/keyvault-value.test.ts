import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Module } from '@tenon/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ProjectContext, Services } from '../../context.ts'
import { readValue } from '../../keyvault/clients.ts'
import { setEntry } from '../../keyvault/keyvault.ts'
import type { Started } from '../../releasers.ts'
import { fakePage } from '../../testing/pages.ts'
import { newProject, startTestServices } from '../../testing/services.ts'
import type { AssemblyIo } from '../io.ts'
import { runAssembly } from '../run.ts'
import { newAssemblyState } from '../state.ts'

const SECRET = 'developer-token-1'

let started: Started<Services>
let ctx: ProjectContext
/** Quotes all that it is sent, and says no. */
const api = createServer((request, response) => {
  const text = `no: ${request.url} ${request.headers['x-developer-token'] ?? ''}`
  response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error: text }))
})
let origin: string
beforeAll(async () => {
  started = await startTestServices()
  ctx = await newProject(started.value)
  await setEntry(ctx, { name: 'ads', value: SECRET })
  await setEntry(ctx, { name: 'client', clientId: 'id', value: 'client-secret' })
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(api.address() as AddressInfo).port}`
})
afterAll(async () => {
  api.close()
  await started.release()
})

function run(modules: Module[]) {
  const provider = fakePage(origin)
  const [auth] = provider.auth.filter(({ type }) => type === 'entered')
  if (!auth) throw new Error('the page has an entered kind')
  const io: AssemblyIo = {
    provider,
    auth,
    variables: {},
    client: async () => ({ id: '', secret: undefined }),
    keyvaultValue: (entry) => readValue(ctx, entry),
    redirectUri: '',
    postedUrl: '',
    oauthState: '',
    isProductCode: false,
    fetch,
    now: () => new Date(),
    prior: undefined,
  }
  return runAssembly([...modules, { module: 'save-credentials' }], newAssemblyState({ api_key: 'key' }), io)
}

const read: Module = { module: 'keyvault-value', entry: 'ads', as: 'token' }
const call: Module = {
  module: 'request',
  name: 'me',
  method: 'GET',
  url: '/me',
  headers: { 'x-developer-token': '{{keyvault.token}}' },
}
const plain: Module = { module: 'request', name: 'me', method: 'GET', url: '/plain', headers: {} }
const judge: Module = { module: 'check', answer: 'me', messagePaths: ['error'] }

test('gives a secret of the team to the requests after it', async () => {
  const { state } = await run([read, call])
  expect(state.answers.me).toMatchObject({ status: 400, body: { error: expect.stringMatching(SECRET) } })
})

test('nothing of the answer to such a request is shown, and of others the provider’s own words', async () => {
  await expect(run([read, call, judge])).rejects.toThrow(/says: HTTP status 400 \(Bad Request\)$/)
  await expect(run([read, plain, judge])).rejects.toThrow(/says: no: /)
  await expect(run([{ ...plain, protected: true }, judge])).rejects.toThrow(/says: HTTP status 400/)
})

test('a failure on the way does not tell the secret', async () => {
  const url = `http://{{keyvault.token}}.invalid/me`
  const failed = await run([read, { ...plain, url }]).catch((error: Error) => error)
  expect(failed).toBeInstanceOf(Error)
  expect(JSON.stringify({ ...failed, message: String(failed) })).not.toContain(SECRET)
})

test('reads no secret of an OAuth client, and nothing of another project', async () => {
  await expect(run([{ ...read, entry: 'client' }])).rejects.toThrow(
    /OAuth client, which no template can read/,
  )
  await expect(run([{ ...read, entry: 'none' }])).rejects.toThrow('The keyvault has no "none"')
  await expect(readValue(await newProject(started.value), 'ads')).rejects.toMatchObject({
    code: 'not_configured',
  })
})
