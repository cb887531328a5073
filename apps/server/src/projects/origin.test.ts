import type { ProjectId } from '@tenon/core'
import { expect, test } from 'vitest'
import { Origin, pageRefusal } from './origin.ts'

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

const project = (...allowedOrigins: string[]) => ({ id: 'p1' as ProjectId, allowedOrigins })

test('pages of every origin may show the portal while none is listed, then those that are', () => {
  expect(pageRefusal(project(), 'http://localhost:5174')).toBeUndefined()
  expect(pageRefusal(project('http://localhost:5174'), 'http://localhost:5174')).toBeUndefined()
  expect(pageRefusal(project('http://localhost:5174'), undefined)).toBeUndefined()
})

test('a page of another origin, or port, is told the command that lists it beside the others', () => {
  const refusal = pageRefusal(project('http://localhost:5173', 'https://a.example'), 'http://localhost:5174')
  expect(refusal).toBe(
    'Pages of http://localhost:5174 may not show the portal. To allow them too: npx tenon project set --project p1 ' +
      '--allowed-origin http://localhost:5173 --allowed-origin https://a.example --allowed-origin http://localhost:5174',
  )
})

test('a page without an origin, and what is none, are put into no command', () => {
  for (const origin of ['null', 'http://x.example/$(reboot)'])
    expect(pageRefusal(project('https://a.example'), origin)).not.toContain('npx')
})
