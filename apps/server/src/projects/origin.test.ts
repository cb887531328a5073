import { expect, test } from 'vitest'
import { Origin } from './origin.ts'

const good: Record<string, string> = {
  'https://app.example.com': 'https://app.example.com',
  'http://localhost:3000': 'http://localhost:3000',
  'https://App.Example.com/': 'https://app.example.com',
  'https://app.example.com:443': 'https://app.example.com',
  'https://bücher.example': 'https://xn--bcher-kva.example',
}

test.each(Object.entries(good))('%s is taken as %s', (text, origin) => {
  expect(Origin.parse(text)).toBe(origin)
})

const bad = [
  '',
  'app.example.com',
  'null',
  '*',
  'https://*.example.com',
  'https://app.example.com/path',
  'https://app.example.com?x=1',
  'https://app.example.com#x',
  'https://user@app.example.com',
  'file:///tmp',
  'javascript:alert(1)',
  'https://',
]

test.each(bad)('%j is no origin', (text) => {
  expect(Origin.safeParse(text).success).toBe(false)
})
