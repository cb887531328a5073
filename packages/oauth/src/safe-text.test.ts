import { expect, test } from 'vitest'
import { safeText } from './safe-text.ts'

const SECRET = 'xoxe-1-My0xLTEyMzQ1Njc4'

test.each([
  ['whole', `Invalid refresh token: ${SECRET}`, 'Invalid refresh token: [redacted]'],
  ['quoted', `"${SECRET}" is spent`, '"[redacted]" is spent'],
  ['cut short', 'token xoxe-1-My0xLT... is spent', 'token [redacted] is spent'],
  ['cut short by an ellipsis', 'token xoxe-1-My0xLT… is spent', 'token [redacted] is spent'],
  ['in an assignment', 'refresh_token=xoxe-1-My0xLT', 'refresh_token=[redacted]'],
  ['twice', `${SECRET} ${SECRET}`, '[redacted] [redacted]'],
])('takes out a secret that is echoed %s', (_, text, safe) => {
  expect(safeText(text, [SECRET])).toBe(safe)
})

test.each(['a b/c!d', 'a%20b%2Fc!d', 'a+b%2Fc%21d'])(
  'takes out a secret that is echoed as %s',
  (spelling) => {
    expect(safeText(`code=${spelling}&x=1`, ['a b/c!d'])).toBe('code=[redacted]&x=1')
  },
)

test('takes out the longer of two secrets that overlap', () => {
  expect(safeText('it was abcdef-123456', ['abcdef', 'abcdef-123456'])).toBe('it was [redacted]')
})

test('leaves ordinary words alone', () => {
  const text = 'The authorization code was used already. Trace ID: 9fbb1c1e-0f7e'
  expect(safeText(text, [SECRET, '', 'a'])).toBe(text)
})

test('makes one bounded line of any text', () => {
  expect(safeText('  one\r\n\ttwo\u0000\u001b[31m three\u202e ', [])).toBe('one two [31m three')
  expect(safeText('x'.repeat(10_000), [])).toHaveLength(300)
})
