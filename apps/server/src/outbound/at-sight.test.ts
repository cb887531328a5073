import { expect, test } from 'vitest'
import { allowanceFor, isRefusedAtSight } from './at-sight.ts'

test.each<[string, string[], boolean]>([
  ['http://127.0.0.1:9000/hook', [], true],
  ['http://2130706433/hook', [], true],
  ['https://10.1.2.3', ['10.0.0.0/8'], false],
  ['https://10.1.2.3', ['10.1.2.3:80'], true],
  ['http://[::1]:9000', [], true],
  ['http://[::1]:9000', ['[::1]:9000'], false],
  ['http://localhost:9000', [], true],
  ['http://localhost:9000', ['localhost'], false],
  ['http://localhost:9000', ['127.0.0.1:9000'], false],
  ['http://app.localhost', [], true],
  ['https://8.8.8.8', [], false],
  ['https://hook.example', [], false],
])('%s with the exceptions %j is refused at sight: %s', (url, entries, isRefused) => {
  expect(isRefusedAtSight(new URL(url), entries)).toBe(isRefused)
  if (isRefused) expect(isRefusedAtSight(new URL(url), [allowanceFor(new URL(url))])).toBe(false)
})
