import { describe, expect, it } from 'vitest'
import { proxyRequest, workflowRequest } from './proxy-request.ts'

const BASE = 'http://tenon.test/projects/p1'
const urlOf = (path: string, query?: Record<string, string>) =>
  proxyRequest(BASE, 'slack', path, { query }).url.href.replace(`${BASE}/sdk/proxy`, '')

describe('the URL of a proxied call', () => {
  it.each([
    ['/chat.postMessage', '/slack/chat.postMessage'],
    ['chat.postMessage', '/slack/chat.postMessage'],
    ['/a%2Fb/%C3%A9?q=a+b%20c&q=2', '/slack/a%2Fb/%C3%A9?q=a+b%20c&q=2'],
    ['https://files.slack.com/x?y=1', '/slack/https://files.slack.com/x?y=1'],
    ['/', '/slack/'],
  ])('carries %s as sent', (path, expected) => {
    expect(urlOf(path)).toBe(expected)
  })

  it('adds a query to the one in the path, without touching that', () => {
    expect(urlOf('/a', { q: 'x y' })).toBe('/slack/a?q=x+y')
    expect(urlOf('/a?b=%20', { q: '&' })).toBe('/slack/a?b=%20&q=%26')
  })

  it.each(['/../../me', '/..', '/a/../../../integrations/1', '/%2e%2e/me', '/.%2E/me', '/..\\..\\me'])(
    'refuses %s, which would call Tenon itself as this user',
    (path) => {
      expect(() => urlOf(path)).toThrow(expect.objectContaining({ code: 'invalid_path' }))
    },
  )

  it('keeps an integration in its place', () => {
    expect(proxyRequest(BASE, 'custom.a/b', '/x', {}).url.pathname).toBe(
      '/projects/p1/sdk/proxy/custom.a%2Fb/x',
    )
    expect(() => proxyRequest(BASE, '..', '/x', {})).toThrow(
      expect.objectContaining({ code: 'invalid_path' }),
    )
  })
})

describe('the body of a proxied call', () => {
  const initOf = (body: object | string | undefined, headers = {}) =>
    proxyRequest(BASE, 'slack', '/', { body, headers }).init

  it('is JSON for plain objects and arrays only, and says so', () => {
    for (const body of [{ a: 1 }, [1, 2], { toJSON: () => 1 }]) {
      const init = initOf(body)
      expect(init.body).toBe(JSON.stringify(body))
      expect(init.headers.get('content-type')).toBe('application/json')
      expect(init.method).toBe('POST')
    }
  })

  it('leaves the type to the caller who names one', () => {
    expect(initOf({}, { 'Content-Type': 'application/vnd.api+json' }).headers.get('content-type')).toBe(
      'application/vnd.api+json',
    )
  })

  it.each([
    ['text', 'a=b'],
    ['bytes', new Uint8Array([1])],
    ['a buffer', new ArrayBuffer(1)],
    ['a Blob', new Blob(['x'])],
    ['a form', new FormData()],
    ['parameters', new URLSearchParams('a=b')],
  ])('is %s as it is, with the type that fetch gives it', (_name, body) => {
    const init = initOf(body)
    expect(init.body).toBe(body)
    expect(init.headers.has('content-type')).toBe(false)
  })

  it('streams half duplex, as fetch demands', () => {
    const body = new ReadableStream()
    expect(initOf(body)).toMatchObject({ body, duplex: 'half' })
  })

  it('is absent for a GET', () => {
    expect(initOf(undefined)).not.toHaveProperty('body')
    expect(initOf(undefined).method).toBe('GET')
  })
})

it('names a connection by id or external id, and never what makes Tenon wrap its answer', () => {
  const headersFor = (selectedCredentialId: string) =>
    proxyRequest(BASE, 'slack', '/', { selectedCredentialId }).init.headers
  const id = '0197a000-0000-7000-8000-000000000001'
  expect(headersFor(id).get('x-paragon-credential')).toBe(id)
  expect(headersFor('acme').get('x-paragon-credential')).toBe('ext:acme')
  expect(headersFor('ext:acme').get('x-paragon-credential')).toBe('ext:acme')
  expect(headersFor('acme').has('x-paragon-sdk-version')).toBe(false)
  expect(headersFor('acme').get('x-paragon-use-raw-response')).toBe('1')
})

it('starts a workflow with a POST, an empty object if nothing else', () => {
  const { url, init } = workflowRequest(BASE, 'w1', { query: { a: '1' } })
  expect(url.href).toBe(`${BASE}/sdk/triggers/w1?a=1`)
  expect(init).toMatchObject({ method: 'POST', body: '{}' })
})
