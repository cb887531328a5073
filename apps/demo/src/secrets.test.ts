import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSecrets } from './secrets.ts'

test('secrets are made once, for their owner only', async () => {
  const folder = join(await mkdtemp(join(tmpdir(), 'demo-')), 'demo')
  const first = openSecrets(folder)
  expect(first.projectId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(first.apiKey).toMatch(/^tenon_[\w-]{43}$/)
  expect((await stat(join(folder, 'secrets.json'))).mode & 0o777).toBe(0o600)
  expect((await stat(folder)).mode & 0o777, 'others may pass through, to the database').toBe(0o711)
  expect(openSecrets(folder)).toStrictEqual(first)
  await rm(folder, { recursive: true })
})
