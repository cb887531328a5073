import { expect, test } from 'vitest'
import { createSharedCache, type Loaded } from './shared-cache.ts'

function setUp({ max = 100 } = {}) {
  const state = { isFresh: true, nowMs: 1_000 }
  const cache = createSharedCache<string>({ max, isFresh: () => state.isFresh, now: () => state.nowMs })
  return { state, cache }
}

/** A read that ends when it is told to. */
function pendingRead() {
  const { promise, resolve, reject } = Promise.withResolvers<Loaded<string>>()
  let calls = 0
  const load = () => {
    calls++
    return promise
  }
  return { load, resolve, reject, calls: () => calls }
}

const found =
  (value: string, tags = ['user:1']) =>
  async () => ({ value, tags })

test('reads once and keeps what it found', async () => {
  const { cache } = setUp()
  expect(cache.get('k')).toBeUndefined()
  expect(await cache.fetch('k', found('v'))).toBe('v')
  expect(cache.get('k')).toBe('v')
  expect(await cache.fetch('k', found('never read'))).toBe('v')
})

test('reads once for all who ask at the same time', async () => {
  const { cache } = setUp()
  const read = pendingRead()
  const both = Promise.all([cache.fetch('k', read.load), cache.fetch('k', read.load)])
  read.resolve({ value: 'v', tags: [] })
  expect(await both).toEqual(['v', 'v'])
  expect(read.calls()).toBe(1)
})

test('a failed read reaches all who wait and is not kept', async () => {
  const { cache } = setUp()
  const read = pendingRead()
  const both = Promise.allSettled([cache.fetch('k', read.load), cache.fetch('k', read.load)])
  read.reject(new Error('no database'))
  expect((await both).map((result) => result.status)).toEqual(['rejected', 'rejected'])
  expect(await cache.fetch('k', found('v'))).toBe('v')
})

test('drops every value that carries a tag, and no other', async () => {
  const { cache } = setUp()
  await cache.fetch('a', found('1', ['user:1', 'project:1']))
  await cache.fetch('b', found('2', ['user:2', 'project:1']))
  await cache.fetch('c', found('3', ['user:3', 'project:2']))
  cache.drop(['user:1'])
  expect(['a', 'b', 'c'].map(cache.get)).toEqual([undefined, '2', '3'])
  cache.drop(['project:1'])
  expect(['a', 'b', 'c'].map(cache.get)).toEqual([undefined, undefined, '3'])
})

test('a value that was read again carries its new tags only', async () => {
  const { cache } = setUp()
  await cache.fetch('k', found('old', ['connection:1']))
  cache.drop(['connection:1'])
  await cache.fetch('k', found('new', ['connection:2']))
  cache.drop(['connection:1'])
  expect(cache.get('k')).toBe('new')
})

test('what was read while one of its tags was invalidated is answered once, not kept', async () => {
  const { cache } = setUp()
  const read = pendingRead()
  const fetched = cache.fetch('k', read.load)
  cache.drop(['user:1'])
  read.resolve({ value: 'old', tags: ['user:1'] })
  expect(await fetched).toBe('old')
  expect(cache.get('k')).toBeUndefined()
})

test('an invalidation of something else does not keep a value from being kept', async () => {
  const { cache } = setUp()
  const read = pendingRead()
  const fetched = cache.fetch('k', read.load)
  cache.drop(['user:2'])
  read.resolve({ value: 'v', tags: ['user:1'] })
  await fetched
  expect(cache.get('k')).toBe('v')
})

test('who asks after an invalidation does not share a read that began before it', async () => {
  const { cache } = setUp()
  const before = pendingRead()
  const first = cache.fetch('k', before.load)
  cache.drop(['user:1'])
  expect(await cache.fetch('k', found('new'))).toBe('new')
  before.resolve({ value: 'old', tags: ['user:1'] })
  expect(await first).toBe('old')
  expect(cache.get('k')).toBe('new')
})

test('clearing forgets everything, reads under way included', async () => {
  const { cache } = setUp()
  await cache.fetch('a', found('1', []))
  const read = pendingRead()
  const fetched = cache.fetch('b', read.load)
  cache.clear()
  read.resolve({ value: '2', tags: [] })
  await fetched
  expect([cache.get('a'), cache.get('b')]).toEqual([undefined, undefined])
})

test('nothing cached is used while invalidations may have been missed', async () => {
  const { cache, state } = setUp()
  await cache.fetch('k', found('old'))
  state.isFresh = false
  expect(cache.get('k')).toBeUndefined()
  expect(await cache.fetch('k', found('new'))).toBe('new')
})

test('meanwhile callers share a read for a quarter of a second, so that they do not swamp the database', async () => {
  const { cache, state } = setUp()
  state.isFresh = false
  const [slow, next] = [pendingRead(), pendingRead()]
  const first = cache.fetch('k', slow.load)
  state.nowMs += 250
  const second = cache.fetch('k', next.load)
  state.nowMs += 1
  const third = cache.fetch('k', next.load)
  slow.resolve({ value: 'old', tags: [] })
  next.resolve({ value: 'new', tags: [] })
  expect(await Promise.all([first, second, third])).toEqual(['old', 'old', 'new'])
})

test('a value lives as long as it was said to', async () => {
  const { cache, state } = setUp()
  await cache.fetch('token', async () => ({ value: 'v', tags: [], ttlMs: 100 }))
  state.nowMs += 100
  expect(cache.get('token')).toBe('v')
  state.nowMs += 1
  expect(cache.get('token')).toBeUndefined()
})

test('a value without life left is not kept', async () => {
  const { cache } = setUp()
  expect(await cache.fetch('k', async () => ({ value: 'v', tags: [], ttlMs: 0 }))).toBe('v')
  expect(cache.get('k')).toBeUndefined()
})

test('the longest unused value makes room', async () => {
  const { cache } = setUp({ max: 2 })
  for (const key of ['a', 'b', 'c']) await cache.fetch(key, found(key, [`tag:${key}`]))
  expect(['a', 'b', 'c'].map(cache.get)).toEqual([undefined, 'b', 'c'])
})

test('a read that fails at once leaves nothing behind', async () => {
  const { cache } = setUp()
  const failing = () => {
    throw new Error('at once')
  }
  await expect(cache.fetch('k', failing)).rejects.toThrow('at once')
  expect(await cache.fetch('k', found('v'))).toBe('v')
})
