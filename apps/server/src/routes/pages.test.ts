import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/harness.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const asBrowser = {
  redirect: 'manual',
  headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
} as const

describe('the printed address of the Connect API', () => {
  const address = (projectId: string = server.ctx.project.id) => `${server.origin}/projects/${projectId}/sdk`

  test('tells programs what lives below it, without a user token', async () => {
    for (const url of [address(), `${address()}/`]) {
      const response = await fetch(url)
      expect(response.status).toBe(200)
      expect(await response.json()).toEqual({
        message: expect.stringContaining('user token'),
        user: `${address()}/me`,
        integrations: `${address()}/integrations`,
        proxy: expect.stringContaining(`${address()}/proxy/{integration}/`),
        documentation: `${server.origin}/`,
      })
    }
  })

  test('names addresses that are there', async () => {
    const { user, integrations } = (await (await fetch(address())).json()) as Record<string, string>
    for (const url of [user, integrations]) {
      const response = await fetch(url ?? '', { headers: { authorization: `Bearer ${server.token()}` } })
      expect(response.status, url).toBe(200)
    }
  })

  test('leads people to the home page', async () => {
    const response = await fetch(address(), asBrowser)
    expect([response.status, response.headers.get('location')]).toEqual([302, `${server.origin}/`])
    const home = await (await fetch(`${server.origin}/`, asBrowser)).text()
    expect(home).toContain('Connect API')
    expect(home).toContain('docs/team-api.md')
  })

  test('of an unknown project says so', async () => {
    for (const projectId of [randomUUID(), 'nonsense']) {
      const response = await fetch(address(projectId))
      expect(await response.json()).toMatchObject({
        code: 'not_found',
        message: expect.stringContaining('no project with this id'),
      })
    }
  })
})
