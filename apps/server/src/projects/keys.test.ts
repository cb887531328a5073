import { createPrivateKey } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Services } from '../context.ts'
import { authenticateUser } from '../http/auth.ts'
import type { Started } from '../releasers.ts'
import { newProject, startTestServices } from '../testing/services.ts'
import { newKeyPair, signUserToken } from '../testing/user-token.ts'
import { createApiKey, listApiKeys, revokeApiKey } from './api-keys.ts'
import { generateSigningKey, listSigningKeys, revokeSigningKey, uploadSigningKey } from './signing-keys.ts'

let started: Started<Services>
beforeAll(async () => {
  started = await startTestServices()
})
afterAll(() => started.release())

const conflict = expect.objectContaining({ code: 'conflict' })
const notFound = expect.objectContaining({ code: 'not_found' })

test('a generated key signs tokens, and its private half is not in the list', async () => {
  const ctx = await newProject(started.value)
  const { key, privateKey } = await generateSigningKey(ctx, { name: ' Backend ' })
  const token = await signUserToken(createPrivateKey(privateKey), { header: { kid: key.fingerprint } })
  await authenticateUser(ctx, ctx.project.id, token)
  expect(await listSigningKeys(ctx)).toEqual([{ ...key, name: 'Backend', revokedAt: null }])
  expect(JSON.stringify(await listSigningKeys(ctx))).not.toContain('PRIVATE')
})

test('the same signing key is taken once by a project, also after it was revoked', async () => {
  const ctx = await newProject(started.value)
  const { publicKey } = newKeyPair()
  const key = await uploadSigningKey(ctx, { name: 'one', publicKey })
  await expect(uploadSigningKey(ctx, { name: 'two', publicKey })).rejects.toEqual(conflict)
  await revokeSigningKey(ctx, key.id)
  await expect(uploadSigningKey(ctx, { name: 'two', publicKey })).rejects.toEqual(conflict)
  const other = await newProject(started.value)
  await uploadSigningKey(other, { name: 'one', publicKey })
})

test('a project has four signing keys at most, however many are added at once', async () => {
  const ctx = await newProject(started.value)
  const adding = Array.from({ length: 6 }, () =>
    uploadSigningKey(ctx, { name: 'key', publicKey: newKeyPair().publicKey }),
  )
  const results = await Promise.allSettled(adding)
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(4)
  const [first] = await listSigningKeys(ctx)
  if (first) await revokeSigningKey(ctx, first.id)
  await uploadSigningKey(ctx, { name: 'key', publicKey: newKeyPair().publicKey })
})

test('a key revoked twice keeps the date of the first time', async () => {
  const ctx = await newProject(started.value)
  const { key } = await generateSigningKey(ctx, { name: 'key' })
  const { apiKey } = await createApiKey(ctx, { name: 'key' })
  const { revokedAt } = await revokeSigningKey(ctx, key.id)
  expect(await revokeSigningKey(ctx, key.id)).toEqual({ ...key, revokedAt })
  const revoked = await revokeApiKey(ctx, apiKey.id)
  expect(await revokeApiKey(ctx, apiKey.id)).toEqual(revoked)
})

test('an API key is shown once; the list has its last four characters', async () => {
  const ctx = await newProject(started.value)
  const { apiKey, key } = await createApiKey(ctx, { name: 'report' })
  expect(key).toMatch(/^tenon_[\w-]{43}$/)
  const listed = await listApiKeys(ctx)
  expect(listed).toEqual([apiKey])
  expect(apiKey.hint).toBe(key.slice(-4))
  expect(JSON.stringify(listed)).not.toContain(key.slice(6, 20))
})

test('an API key belongs to one project only', async () => {
  const [ctx, other] = await Promise.all([newProject(started.value), newProject(started.value)])
  const { key } = await createApiKey(ctx, { name: 'key' })
  await expect(createApiKey(other, { name: 'key', key })).rejects.toEqual(conflict)
})

test('a project cannot see or revoke the keys of another', async () => {
  const [ctx, other] = await Promise.all([newProject(started.value), newProject(started.value)])
  const { key } = await generateSigningKey(ctx, { name: 'key' })
  const { apiKey } = await createApiKey(ctx, { name: 'key' })
  await expect(revokeSigningKey(other, key.id)).rejects.toEqual(notFound)
  await expect(revokeApiKey(other, apiKey.id)).rejects.toEqual(notFound)
  expect(await listSigningKeys(other)).toEqual([])
  expect(await listApiKeys(other)).toEqual([])
  expect((await listSigningKeys(ctx))[0]?.revokedAt).toBeNull()
  expect((await listApiKeys(ctx))[0]?.revokedAt).toBeNull()
})
