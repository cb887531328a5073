import { AppError } from '@tenon/core'
import { describe, expect, test } from 'vitest'
import { upstreamTarget } from './rewrite.ts'

const slack = {
  baseUrl: 'https://slack.com/api',
  allowedHosts: ['files.slack.com', 'localhost:8080'],
  headers: [],
  query: [],
}
const bare = { ...slack, baseUrl: 'https://api.example.com' }

function codeOf(run: () => unknown): string {
  try {
    run()
    return 'accepted'
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
}

describe('path and query reach the provider as sent', () => {
  test.for([
    ['chat.postMessage', '/api/chat.postMessage'],
    ['/chat.postMessage', '/api/chat.postMessage'],
    ['', '/api'],
    ['?a=1', '/api?a=1'],
    ['a/', '/api/a/'],
    ['a%2Fb', '/api/a%2Fb'],
    ['a%2fb%20c', '/api/a%2fb%20c'],
    ['a+b', '/api/a+b'],
    ["it's(1)*!~;v=1", "/api/it's(1)*!~;v=1"],
    ['x?q=%22a%22&q=2&&=&z', '/api/x?q=%22a%22&q=2&&=&z'],
    ['x?next=https://evil.example/../x', '/api/x?next=https://evil.example/../x'],
    ['x?a[]=1&b={"c":1}', '/api/x?a[]=1&b={"c":1}'],
    ['a..b/...', '/api/a..b/...'],
    ['a/./b', '/api/a/./b'],
    ['q%0d%0aX-Evil:%201', '/api/q%0d%0aX-Evil:%201'],
    ['\xc3\xa9', '/api/\xc3\xa9'],
    ['v1.0/drive/root:/a%5Cb', '/api/v1.0/drive/root:/a%5Cb'],
    ['a%252Fb%2525', '/api/a%252Fb%2525'],
    ['100%/%zz', '/api/100%/%zz'],
    ['x?a=%00%252e%252e', '/api/x?a=%00%252e%252e'],
  ])('%s', ([sent, path]) => {
    expect(upstreamTarget(slack, sent as string)).toEqual({ origin: 'https://slack.com', path })
  })

  test('a base URL without a path', () => {
    expect(upstreamTarget(bare, '').path).toBe('/')
    expect(upstreamTarget(bare, '?a').path).toBe('/?a')
    expect(upstreamTarget(bare, 'a').path).toBe('/a')
  })
})

test('a base URL keeps its last slash for calls without a path of their own, and its query for all', () => {
  const feed = { ...slack, baseUrl: 'https://x.example/feed/?cat=7&a=%20' }
  expect(upstreamTarget(feed, '').path).toBe('/feed/?cat=7&a=%20')
  expect(upstreamTarget(feed, '?page=2').path).toBe('/feed/?cat=7&a=%20&page=2')
  expect(upstreamTarget(feed, 'entries?page=2').path).toBe('/feed/entries?cat=7&a=%20&page=2')
  expect(upstreamTarget(feed, '/entries/').path).toBe('/feed/entries/?cat=7&a=%20')
  const withKey = { ...feed, query: [['key', 'k'] as const] }
  expect(upstreamTarget(withKey, '?key=mine').path).toBe('/feed/?cat=7&a=%20&key=k')
})

describe('nothing leaves the base URL', () => {
  test.for([
    '../x',
    'a/../../x',
    '..',
    'a/..',
    'a/..?x',
    '%2e%2e/x',
    '.%2E/x',
    'a%2f../x',
    'a%2f..%2fx',
    'a%5c..%5cx',
    '..%5cx',
    '%252e%252e/x',
    '%25252e%25252e%25252fx',
    '%25%32%65%25%32%65/x',
    '%25%32%35%32%65./x',
    `%${'25'.repeat(20)}41`,
    'a%00',
    'a%2500.png',
    '..;/x',
    '..%3bv=1/x',
    'a\\b',
    '\\\\evil.example\\x',
    'a b',
    'a\r\nX-Evil: 1',
    'a\x00',
    'a#b',
    'é€',
  ])('%j is refused', (sent) => {
    expect(codeOf(() => upstreamTarget(slack, sent))).toBe('invalid_path')
  })

  test('a path that begins like a host stays a path, or is refused where it would look like one', () => {
    expect(upstreamTarget(slack, '/evil.example/x')).toEqual({
      origin: 'https://slack.com',
      path: '/api/evil.example/x',
    })
    expect(upstreamTarget(slack, '//evil.example/x').path).toBe('/api//evil.example/x')
    expect(codeOf(() => upstreamTarget(bare, '//evil.example/x'))).toBe('invalid_path')
  })
})

describe('absolute URLs', () => {
  test('may name the base URL’s own origin and the hosts that the integration allows', () => {
    expect(upstreamTarget(slack, 'https://slack.com/api/other?x=%20')).toEqual({
      origin: 'https://slack.com',
      path: '/api/other?x=%20',
    })
    expect(upstreamTarget(slack, 'https://slack.com/api?x').path).toBe('/api?x')
    expect(upstreamTarget(slack, 'HTTPS://Files.Slack.com')).toEqual({
      origin: 'https://files.slack.com',
      path: '/',
    })
    expect(upstreamTarget(bare, 'https://api.example.com?x').path).toBe('/?x')
    expect(upstreamTarget(slack, '/https://files.slack.com/x').path).toBe('/api/https://files.slack.com/x')
  })

  test.for([
    'https://evil.example/x',
    'https://slack.com.evil.example/x',
    'https://slack.com@evil.example/x',
    'https://evil.example\\@slack.com/x',
    'https://slack.com\\.evil.example/x',
    'http://slack.com/api/x',
    'http://files.slack.com/x',
    'https://slack.com:8443/x',
    'http://localhost:8080/x',
    'https:///x',
    'https://%65vil.example/x',
  ])('%s is refused', (sent) => {
    expect(codeOf(() => upstreamTarget(slack, sent))).toBe('host_not_allowed')
  })

  test.for([
    'https://slack.com/elsewhere',
    'https://slack.com/apis',
    'https://slack.com',
    'https://slack.com?/api',
  ])('of the base URL’s own origin stay below its path, unless its host is allowed: %s', (sent) => {
    expect(codeOf(() => upstreamTarget(slack, sent))).toBe('invalid_path')
    const listed = { ...slack, allowedHosts: ['slack.com'] }
    expect(codeOf(() => upstreamTarget(listed, sent))).toBe('accepted')
  })

  test('are held to the same rules about their path', () => {
    expect(codeOf(() => upstreamTarget(slack, 'https://slack.com/a/../x'))).toBe('invalid_path')
    expect(codeOf(() => upstreamTarget(slack, 'https://files.slack.com//x'))).toBe('invalid_path')
    expect(codeOf(() => upstreamTarget(slack, 'https://[x/'))).toBe('invalid_path')
  })
})

test('X-Paragon-Proxy-Url takes the place of path and query', () => {
  expect(upstreamTarget(slack, 'ignored?x', '/chat.postMessage?y').path).toBe('/api/chat.postMessage?y')
  expect(upstreamTarget(slack, '', 'https://files.slack.com/f').origin).toBe('https://files.slack.com')
  expect(codeOf(() => upstreamTarget(slack, '', 'https://evil.example/'))).toBe('host_not_allowed')
  expect(codeOf(() => upstreamTarget(slack, '', '/a b'))).toBe('invalid_path')
})

test('a credential in the query replaces the caller’s parameter of the same name and leaves the rest as sent', () => {
  const trello = { ...bare, query: [['api key', 'k&='] as const, ['token', 't'] as const] }
  expect(upstreamTarget(trello, 'x').path).toBe('/x?api%20key=k%26%3D&token=t')
  expect(upstreamTarget(trello, 'x?a=%2f&token=mine&%74oken=mine&b').path).toBe(
    '/x?a=%2f&b&api%20key=k%26%3D&token=t',
  )
  expect(upstreamTarget(trello, 'x?api+key=mine').path).toBe('/x?api%20key=k%26%3D&token=t')
})
