import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/harness.ts'
import { framingOrigins } from './pages.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const asBrowser = {
  redirect: 'manual',
  headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
} as const

describe('the portal page', () => {
  const framers = (response: Response) =>
    /frame-ancestors ([^;]*)/.exec(response.headers.get('content-security-policy') ?? '')?.[1]

  test('may be framed by the origins that its project lists, and by all when it lists none', async () => {
    const listing = await startTestServer({ allowedOrigins: ['https://a.example', 'https://b.example'] })
    try {
      const listed = await fetch(`${listing.origin}/ui?projectId=${listing.ctx.project.id}`)
      expect(framers(listed)).toBe('https://a.example https://b.example')
    } finally {
      await listing.close()
    }
    const open = await fetch(`${server.origin}/ui?projectId=${server.ctx.project.id}`)
    expect(framers(open)).toBe('*')
    expect(await open.text()).toContain('<script')
  })

  test('whose frame would stay empty is told so with the user, for the SDK to say why', async () => {
    const listing = await startTestServer({ allowedOrigins: ['http://localhost:5173'] })
    const refusalFor = async (origin: string) => {
      const me = await listing.call('sdk/me', { headers: { origin } })
      return ((await me.json()) as { project: { pageRefusal?: string } }).project.pageRefusal
    }
    try {
      expect(await refusalFor('http://localhost:5173')).toBeUndefined()
      expect(await refusalFor('http://localhost:5174')).toMatch(/^Pages of http:\/\/localhost:5174 may not/)
    } finally {
      await listing.close()
    }
  })

  test('of an unknown project is not found', async () => {
    expect((await fetch(`${server.origin}/ui?projectId=${randomUUID()}`)).status).toBe(404)
  })

  test('without a project is no way around the lists: all that may frame some project may frame it', async () => {
    const a = { allowedOrigins: ['https://a.example', 'https://both.example'] }
    const b = { allowedOrigins: ['https://both.example', 'https://b.example'] }
    expect(framingOrigins([a, b])).toEqual(['https://a.example', 'https://both.example', 'https://b.example'])
    expect(framingOrigins([a, { allowedOrigins: [] }])).toEqual(['*'])
    expect(framingOrigins([])).toEqual([])
    expect(framers(await fetch(`${server.origin}/ui`))).toBe('*') // `server` lists none
  })
})

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
