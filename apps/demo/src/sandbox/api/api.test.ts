import { expect, test } from 'vitest'
import { accounts } from '../accounts.ts'
import type { Contact } from '../contacts.ts'
import { call, openSandbox } from '../testing.ts'

const apiKey = accounts[0]?.apiKey ?? ''
const otherKey = accounts[1]?.apiKey ?? ''

interface Page {
  data: Contact[]
  next_cursor: string | null
  total: number
}

test('an API key opens its own account', async () => {
  await using sandbox = await openSandbox()
  const me = await call(sandbox, '/me', { apiKey })
  expect(await me.json()).toStrictEqual({
    id: 'acc_ada',
    name: 'Ada Lindqvist',
    email: 'ada@fjordandfinch.example',
    company: 'Fjord & Finch',
    plan: 'Growth',
  })
})

test.each([
  ['no credential', {}],
  ['an unknown API key', { apiKey: 'sk_sandbox_nobody' }],
  ['an unknown token', { token: 'nothing' }],
])('%s is answered with 401 and a message', async (_, credential) => {
  await using sandbox = await openSandbox()
  const response = await call(sandbox, '/contacts', credential)
  expect(response.status).toBe(401)
  expect(response.headers.get('www-authenticate')).toContain('Bearer')
  expect(await response.json()).toMatchObject({ error: { message: expect.any(String) } })
})

test('following cursors, or Link headers, meets every contact once, newest first', async () => {
  await using sandbox = await openSandbox()
  const seen: Contact[] = []
  let path: string | undefined = '/contacts?limit=25'
  while (path !== undefined) {
    const response = await call(sandbox, path, { apiKey })
    const { data, next_cursor, total } = (await response.json()) as Page
    expect(total).toBe(60)
    seen.push(...data)
    const [, link] = /^<(.+)>; rel="next"$/.exec(response.headers.get('link') ?? '') ?? []
    expect(link === undefined).toBe(next_cursor === null)
    path = link?.slice(`${sandbox.origin}/api/v1`.length)
  }
  expect(new Set(seen.map(({ id }) => id)).size).toBe(60)
  expect(new Set(seen.map(({ email }) => email)).size).toBe(60)
  const dates = seen.map(({ created_at }) => created_at)
  expect(dates).toStrictEqual([...dates].sort().reverse())
})

test('a cursor stays good when the contact it ended on is deleted', async () => {
  await using sandbox = await openSandbox()
  const first = (await (await call(sandbox, '/contacts?limit=2', { apiKey })).json()) as Page
  const untouched = (await (
    await call(sandbox, `/contacts?cursor=${first.next_cursor}`, { apiKey })
  ).json()) as Page
  await call(sandbox, `/contacts/${first.data[1]?.id}`, { apiKey, method: 'DELETE' })
  const after = (await (
    await call(sandbox, `/contacts?cursor=${first.next_cursor}`, { apiKey })
  ).json()) as Page
  expect(after.data).toStrictEqual(untouched.data)
})

test.each(['cursor=nonsense', 'limit=0', 'limit=101', 'limit=many'])(
  '?%s is refused with a message',
  async (query) => {
    await using sandbox = await openSandbox()
    const response = await call(sandbox, `/contacts?${query}`, { apiKey })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_request' } })
  },
)

test('search looks at names, addresses and companies, in any case', async () => {
  await using sandbox = await openSandbox()
  const created = { name: 'Zora Quill', email: 'zora@quillworks.example', company: 'Quill Works' }
  await call(sandbox, '/contacts', { apiKey, method: 'POST', body: JSON.stringify(created) })
  for (const search of ['zora q', 'ZORA@', 'quill works']) {
    const query = new URLSearchParams({ search })
    const { data, total } = (await (await call(sandbox, `/contacts?${query}`, { apiKey })).json()) as Page
    expect(data).toMatchObject([created])
    expect(total).toBe(1)
  }
})

test('a contact is created, read, changed and deleted', async () => {
  const now = Date.parse('2031-05-04T03:02:01Z')
  await using sandbox = await openSandbox({ now: () => now })
  const body = JSON.stringify({ name: 'Zora Quill', email: 'zora@quill.example' })
  const created = await call(sandbox, '/contacts', { apiKey, method: 'POST', body })
  expect(created.status).toBe(201)
  const contact = (await created.json()) as Contact
  expect(contact).toStrictEqual({
    id: expect.stringMatching(/^con_a\d+$/),
    name: 'Zora Quill',
    email: 'zora@quill.example',
    phone: null,
    company: null,
    title: null,
    list_id: 'lst_leads',
    created_at: '2031-05-04T03:02:01.000Z',
    updated_at: '2031-05-04T03:02:01.000Z',
  })
  expect(created.headers.get('location')).toBe(`${sandbox.origin}/api/v1/contacts/${contact.id}`)

  const path = `/contacts/${contact.id}`
  const change = JSON.stringify({ title: 'Founder', list_id: 'lst_partners' })
  const changed = await call(sandbox, path, { apiKey, method: 'PATCH', body: change })
  expect(await changed.json()).toStrictEqual({ ...contact, title: 'Founder', list_id: 'lst_partners' })

  const deleted = await call(sandbox, path, { apiKey, method: 'DELETE' })
  expect(deleted.status).toBe(204)
  expect((await call(sandbox, path, { apiKey })).status).toBe(404)
})

test('each account sees its own contacts only', async () => {
  await using sandbox = await openSandbox()
  const { data } = (await (await call(sandbox, '/contacts?limit=1', { apiKey })).json()) as Page
  expect((await call(sandbox, `/contacts/${data[0]?.id}`, { apiKey: otherKey })).status).toBe(404)
})

test('what is wrong with a contact is said field by field', async () => {
  await using sandbox = await openSandbox()
  const body = JSON.stringify({ email: 'not-an-address', list_id: 'lst_none', colour: 'red' })
  const response = await call(sandbox, '/contacts', { apiKey, method: 'POST', body })
  expect(response.status).toBe(422)
  expect(await response.json()).toStrictEqual({
    error: {
      code: 'validation_failed',
      message: expect.stringContaining('email must be an e-mail address'),
      fields: {
        email: 'must be an e-mail address',
        list_id: 'must be one of lst_leads, lst_customers, lst_partners, lst_press',
        colour: 'is not a field of a contact',
      },
    },
  })
  const empty = await call(sandbox, '/contacts', { apiKey, method: 'POST', body: '{}' })
  expect(await empty.json()).toMatchObject({
    error: { fields: { name: 'is required', email: 'is required' } },
  })
})

test('a body that is not JSON is refused with a message', async () => {
  await using sandbox = await openSandbox()
  const response = await call(sandbox, '/contacts', { apiKey, method: 'POST', body: '{"name":' })
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ error: { code: 'invalid_request' } })
})

test('lists say how many contacts are on them', async () => {
  await using sandbox = await openSandbox()
  const { data } = (await (await call(sandbox, '/lists', { apiKey })).json()) as {
    data: { contact_count: number }[]
  }
  expect(data).toHaveLength(4)
  expect(data.reduce((sum, { contact_count }) => sum + contact_count, 0)).toBe(60)
})

test('an unchanged answer is 304 until something changes', async () => {
  await using sandbox = await openSandbox()
  const first = await call(sandbox, '/contacts', { apiKey })
  const headers = { 'if-none-match': first.headers.get('etag') ?? '' }
  const again = await call(sandbox, '/contacts', { apiKey, headers })
  expect(again.status).toBe(304)
  expect(await again.text()).toBe('')
  const body = JSON.stringify({ name: 'Zora Quill', email: 'zora@quill.example' })
  await call(sandbox, '/contacts', { apiKey, method: 'POST', body })
  expect((await call(sandbox, '/contacts', { apiKey, headers })).status).toBe(200)
})

test('a rate limit that was asked for answers 429 with Retry-After, and ends', async () => {
  let now = Date.now()
  await using sandbox = await openSandbox({ now: () => now })
  const first = await call(sandbox, '/me?rate_limit=1', { apiKey })
  expect(first.status).toBe(200)
  expect(first.headers.get('x-ratelimit-limit')).toBe('1')
  expect(first.headers.get('x-ratelimit-remaining')).toBe('0')

  now += 4_000
  const second = await call(sandbox, '/me', { apiKey, headers: { 'x-sandbox-rate-limit': '1' } })
  expect(second.status).toBe(429)
  expect(second.headers.get('retry-after')).toBe('6')
  expect(await second.json()).toMatchObject({ error: { code: 'rate_limited' } })

  now += 6_000
  expect((await call(sandbox, '/me?rate_limit=1', { apiKey })).status).toBe(200)
})

test('calls are limited without being asked, per credential', async () => {
  await using sandbox = await openSandbox({ now: () => 0 })
  const first = await call(sandbox, '/me', { apiKey })
  expect(first.headers.get('x-ratelimit-limit')).toBe('240')
  expect(first.headers.get('x-ratelimit-remaining')).toBe('239')
  const other = await call(sandbox, '/me', { apiKey: otherKey })
  expect(other.headers.get('x-ratelimit-remaining')).toBe('239')
})

test('a slow answer comes after its delay', async () => {
  await using sandbox = await openSandbox()
  const startedAt = performance.now()
  expect((await call(sandbox, '/me?delay_ms=60', { apiKey })).status).toBe(200)
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(59)
})

test('stopping ends answers that are still delayed', async () => {
  const sandbox = await openSandbox()
  const slow = call(sandbox, '/me?delay_ms=30000', { apiKey }).then(
    ({ status }) => status,
    () => 'closed',
  )
  await call(sandbox, '/me', { apiKey })
  await sandbox.stop()
  expect([503, 'closed']).toContain(await slow)
})
