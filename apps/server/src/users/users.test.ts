import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ProjectContext, Services, UserContext } from '../context.ts'
import type { Started } from '../releasers.ts'
import { newProject, startTestServices } from '../testing/services.ts'
import { listConnections, onBehalfOf } from './connections.ts'
import { deleteUser, ensureUser, getUser, getUserMeta, listUsers, mergeUserMeta } from './users.ts'

let started: Started<Services>
beforeAll(async () => {
  started = await startTestServices()
})
afterAll(() => started.release())

async function newUser(ctx: ProjectContext, externalId: string): Promise<UserContext> {
  return onBehalfOf(ctx, await ensureUser(ctx, externalId))
}

const notFound = expect.objectContaining({ code: 'not_found' })

test('a user is made once, however many ask at the same time', async () => {
  const ctx = await newProject(started.value)
  const users = await Promise.all(Array.from({ length: 20 }, () => ensureUser(ctx, 'anna')))
  expect(new Set(users.map(({ id }) => id)).size).toBe(1)
})

test('users of two projects are two users, whatever their name', async () => {
  const [one, two] = await Promise.all([newProject(started.value), newProject(started.value)])
  const [anna, otherAnna] = await Promise.all([ensureUser(one, 'anna'), ensureUser(two, 'anna')])
  expect(anna.id).not.toBe(otherAnna.id)
  await expect(getUser(two, anna.id)).rejects.toEqual(notFound)
  await expect(deleteUser(two, anna.id)).rejects.toEqual(notFound)
  expect((await getUser(one, anna.id)).externalId).toBe('anna')
})

test('merges of metadata at the same time lose nothing', async () => {
  const anna = await newUser(await newProject(started.value), 'anna')
  expect(await getUserMeta(anna)).toEqual({})
  await Promise.all(Array.from({ length: 10 }, (_, n) => mergeUserMeta(anna, { plan: { [`key${n}`]: n } })))
  const { plan } = await getUserMeta(anna)
  expect(Object.keys(plan as object)).toHaveLength(10)
})

test('metadata of a user who was deleted meanwhile is refused', async () => {
  const ctx = await newProject(started.value)
  const anna = await newUser(ctx, 'anna')
  await deleteUser(ctx, anna.user.id)
  await expect(mergeUserMeta(anna, { a: 1 })).rejects.toEqual(notFound)
  expect(await getUserMeta(anna)).toEqual({})
})

test('users are listed page by page, the newest first, each once', async () => {
  const ctx = await newProject(started.value)
  const names = Array.from({ length: 7 }, (_, n) => `user-${n}`)
  for (const name of names) await ensureUser(ctx, name)
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await listUsers(ctx, { limit: 3, cursor })
    seen.push(...page.items.map(({ externalId }) => externalId))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(seen).toEqual(names.toReversed())
})

test('users are found by how their id begins, and a pattern is only text', async () => {
  const ctx = await newProject(started.value)
  for (const name of ['acme:anna', 'acme:bob', 'acme%x', 'other:anna']) await ensureUser(ctx, name)
  const find = async (externalId: string) =>
    (await listUsers(ctx, { externalId })).items.map((user) => user.externalId).sort()
  expect(await find('acme:')).toEqual(['acme:anna', 'acme:bob'])
  expect(await find('acme%')).toEqual(['acme%x'])
  expect(await find('acme_')).toEqual([])
  expect(await find('\\')).toEqual([])
  expect(await find('anna')).toEqual([])
})

test('a project without connections lists none', async () => {
  const ctx = await newProject(started.value)
  expect(await listConnections(ctx, { status: 'active', integration: 'slack' })).toEqual({
    items: [],
    nextCursor: null,
  })
})
