import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { startTaskboard } from './server.ts'
import type { Session } from './session.ts'
import type { Task } from './tasks.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** Taskboard with a page of one line, stopped by `await using`. */
async function openTaskboard() {
  const pageFolder = await mkdtemp(join(tmpdir(), 'taskboard-'))
  await writeFile(join(pageFolder, 'index.html'), '<p>the page</p>')
  const taskboard = await startTaskboard({
    port: 0,
    tenon: {
      host: 'http://localhost:4400',
      projectId: 'a-project',
      signingKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
    sandbox: { origin: 'http://localhost:4402', sampleApiKey: 'sk_sandbox_x' },
    pageFolder,
  })
  const call = (path: string, { userId, ...init }: RequestInit & { userId?: string } = {}) =>
    fetch(taskboard.origin + path, {
      ...init,
      headers: {
        ...(userId && { cookie: `taskboard_user=${userId}` }),
        ...(init.body && { 'content-type': 'application/json' }),
      },
    })
  const close = async () => {
    await taskboard.stop()
    await rm(pageFolder, { recursive: true })
  }
  return { call, [Symbol.asyncDispose]: close }
}

test('the first user is signed in until another is chosen', async () => {
  await using taskboard = await openTaskboard()
  const first = (await (await taskboard.call('/api/session')).json()) as Session
  expect(first.user.name).toBe('Nora Vance')
  expect(first.tenon).toStrictEqual({ host: 'http://localhost:4400', projectId: 'a-project' })

  const chosen = await taskboard.call('/api/session', { method: 'POST', body: '{"userId":"sam"}' })
  expect(chosen.headers.get('set-cookie')).toContain('taskboard_user=sam')
  const sam = (await (await taskboard.call('/api/session', { userId: 'sam' })).json()) as Session
  expect(sam.user.name).toBe('Sam Idris')
  const nobody = await taskboard.call('/api/session', { method: 'POST', body: '{"userId":"eve"}' })
  expect(nobody.status).toBe(404)
})

test('a user token names who is signed in and is signed with the project’s key', async () => {
  await using taskboard = await openTaskboard()
  const answer = await taskboard.call('/api/user-token', { method: 'POST', userId: 'sam' })
  const { payload } = await jwtVerify(await answer.text(), publicKey, { algorithms: ['RS256'] })
  expect(payload).toMatchObject({ sub: 'sam', aud: 'localhost:4400/a-project' })
  expect(answer.headers.get('cache-control')).toBe('no-store')
})

test('tasks are added, moved and removed on their user’s board only', async () => {
  await using taskboard = await openTaskboard()
  const read = async (userId: string) =>
    (await (await taskboard.call('/api/tasks', { userId })).json()) as Task[]
  const before = await read('sam')

  const contact = { name: 'Zora Quill', email: 'zora@quill.example' }
  const body = JSON.stringify({ title: ' Call Zora ', contact })
  const added = (await (
    await taskboard.call('/api/tasks', { userId: 'nora', method: 'POST', body })
  ).json()) as Task
  expect(added).toMatchObject({ title: 'Call Zora', column: 'todo', contact })

  const path = `/api/tasks/${added.id}`
  await taskboard.call(path, { userId: 'nora', method: 'PATCH', body: '{"column":"done"}' })
  expect((await read('nora')).at(-1)).toMatchObject({ title: 'Call Zora', column: 'done' })
  expect(await read('sam')).toStrictEqual(before)

  expect((await taskboard.call(path, { userId: 'nora', method: 'DELETE' })).status).toBe(204)
  expect((await taskboard.call(path, { userId: 'nora', method: 'DELETE' })).status).toBe(404)
})

test.each(['{}', '{"title":"   "}', `{"title":"${'x'.repeat(201)}"}`])(
  'a task like %.20s is refused',
  async (body) => {
    await using taskboard = await openTaskboard()
    const answer = await taskboard.call('/api/tasks', { method: 'POST', body })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ message: expect.stringContaining('title') })
  },
)

test('the page may reach Taskboard and Tenon and nothing else', async () => {
  await using taskboard = await openTaskboard()
  const page = await taskboard.call('/')
  expect(await page.text()).toContain('the page')
  expect(page.headers.get('content-security-policy')).toContain("connect-src 'self' http://localhost:4400;")
  expect(page.headers.get('content-security-policy')).toContain('frame-src http://localhost:4400;')
})

test('a page that is not built is said in one line', async () => {
  const options = {
    port: 0,
    tenon: { host: 'http://localhost:4400', projectId: 'p', signingKey: '' },
    sandbox: { origin: '', sampleApiKey: '' },
    pageFolder: '/nowhere',
  }
  await expect(startTaskboard(options)).rejects.toThrow('npm run build -w @tenon/demo')
})
