import { describe, expect, test } from 'vitest'
import { fill, fillUrl, hasValues, templateSlots } from './template.ts'

const values = {
  inputs: {
    subdomain: 'acme',
    domain: 'acme.my.salesforce.com',
    q: 'a&b=c/d',
    dots: '..',
    bot: '12:A-b_c',
    email: 'ada@x.com',
    feed_url: 'https://example.com/feed/?cat=7',
  },
  metadata: { instance_url: 'https://eu1.example.com/', realm: '42' },
}

test('lists its slots in order', () => {
  expect(templateSlots('https://{{inputs.subdomain}}.x.com/{{ metadata.realm }}')).toEqual([
    'inputs.subdomain',
    'metadata.realm',
  ])
})

test('fills a header as it is', () => {
  expect(fill('Bearer {{inputs.q}}', values)).toBe('Bearer a&b=c/d')
})

test('names the slot that has no value', () => {
  expect(() => fill('{{token.access_token}}', values)).toThrow(/token\.access_token/)
  expect(hasValues('{{inputs.q}}{{token.x}}', values)).toBe(false)
})

test('reads nothing that was not put there', () => {
  expect(() => fill('{{inputs.constructor}}', values)).toThrow(/constructor/)
})

describe('in a URL a value fills only its slot', () => {
  test.each([
    ['https://{{inputs.subdomain}}.zendesk.com/api', 'https://acme.zendesk.com/api'],
    ['https://{{inputs.domain}}/services', 'https://acme.my.salesforce.com/services'],
    ['{{metadata.instance_url}}/services', 'https://eu1.example.com/services'],
    ['{{metadata.instance_url}}', 'https://eu1.example.com/'],
    ['{{inputs.feed_url}}', 'https://example.com/feed/?cat=7'],
    ['https://x.com/{{metadata.realm}}/items', 'https://x.com/42/items'],
    ['https://x.com/?q={{inputs.q}}', 'https://x.com/?q=a%26b%3Dc%2Fd'],
    ['/v3/company/{{metadata.realm}}', '/v3/company/42'],
    ['https://x.com/bot{{inputs.bot}}/getMe', 'https://x.com/bot12:A-b_c/getMe'],
    ['https://x.com/?as={{inputs.email}}', 'https://x.com/?as=ada@x.com'],
  ])('%s', (template, url) => expect(fillUrl(template, values)).toBe(url))

  test.each(['evil.com/x', 'evil.com#', 'a@evil.com', 'evil.com:80', 'a b', '', '-x', 'a..b', 'evil.com'])(
    'a part of a host cannot be %j',
    (subdomain) => {
      expect(() => fillUrl('https://{{inputs.subdomain}}.zendesk.com', { inputs: { subdomain } })).toThrow(
        /subdomain/,
      )
    },
  )

  test.each(['evil.com/path', 'u:p@evil.com', 'evil.com?x', 'evil.com\\x', 'localhost', '[::1]'])(
    'a whole host cannot be %j',
    (domain) => {
      expect(() => fillUrl('https://{{inputs.domain}}/x', { inputs: { domain } })).toThrow(/host name/)
    },
  )

  test.each(['ftp://x', 'javascript:alert(1)', 'https://u:p@x.com', 'x.com', 'https://x.com/#a'])(
    'a whole URL cannot be %j',
    (url) => {
      expect(() => fillUrl('{{inputs.url}}/x', { inputs: { url } })).toThrow(/https:/)
    },
  )

  test.each([...'/?#[]%\\;,=&+$ "<>|^`{}é'])('what may mean something there is encoded: %s', (character) => {
    const filled = fillUrl('https://x.com/a/{{inputs.id}}/b?q={{inputs.id}}', { inputs: { id: character } })
    expect(filled.replaceAll(encodeURIComponent(character), '_')).toBe('https://x.com/a/_/b?q=_')
    expect(encodeURIComponent(character)).not.toBe(character)
  })

  test('a part of a path cannot climb', () => {
    expect(() => fillUrl('https://x.com/{{inputs.dots}}/y', values)).toThrow(/path/)
  })
})
