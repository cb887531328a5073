import { expect, test } from 'vitest'
import { foreignStatus } from './loopback.ts'

test.each([
  ['this machine by name', { method: 'GET', headers: { host: 'localhost:4401' } }, undefined],
  ['this machine by address', { method: 'GET', headers: { host: '127.0.0.1:4401' } }, undefined],
  [
    'a program’s POST, which names no origin',
    { method: 'POST', headers: { host: 'localhost:4401' } },
    undefined,
  ],
  [
    'a POST of our own page',
    { method: 'POST', headers: { host: 'localhost:1', origin: 'http://localhost:1' } },
    undefined,
  ],
  [
    'a POST of another page',
    { method: 'POST', headers: { host: 'localhost:1', origin: 'http://localhost:2' } },
    403,
  ],
  [
    'a POST of a page without origin',
    { method: 'POST', headers: { host: 'localhost:1', origin: 'null' } },
    403,
  ],
  [
    'a name that somebody pointed at this machine',
    { method: 'GET', headers: { host: 'evil.example:4401' } },
    421,
  ],
  ['no host at all', { method: 'GET', headers: {} }, 421],
])('%s', (_, request, status) => {
  expect(foreignStatus(request)).toBe(status)
})
