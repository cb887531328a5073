import { describe, expect, it } from 'vitest'
import { userToken } from '../testing/tokens.ts'
import { freshUntil, keepToken, subjectOf } from './token.ts'

const NOW = Date.UTC(2026, 0, 1)

/** A page that counts how often it is asked, and answers when told to. */
function page(lifeSeconds = 3600) {
  let now = NOW
  const asked: string[] = []
  const keeper = keepToken({
    now: () => now,
    getUserToken: async () => {
      const token = userToken({ lifeSeconds, now })
      asked.push(token)
      return token
    },
  })
  return { keeper, asked, pass: (ms: number) => (now += ms) }
}

describe('keepToken', () => {
  it('asks the page once however many wait, and not again while the token is fresh', async () => {
    const { keeper, asked } = page()
    const tokens = await Promise.all([keeper.get(), keeper.get(), keeper.get()])
    expect(new Set(tokens)).toEqual(new Set(asked))
    await keeper.get()
    expect(asked).toHaveLength(1)
  })

  it('asks for the next token 30 seconds before the present one expires', async () => {
    const { keeper, asked, pass } = page()
    await keeper.get()
    pass(3_569_000)
    await keeper.get()
    expect(asked).toHaveLength(1)
    pass(1_000)
    expect(await keeper.get()).toBe(asked[1])
  })

  it('uses a token that lives for seconds for half of its life', async () => {
    const { keeper, asked, pass } = page(4)
    await keeper.get()
    pass(1_999)
    await keeper.get()
    expect(asked).toHaveLength(1)
    pass(1)
    await keeper.get()
    expect(asked).toHaveLength(2)
  })

  it('replaces a refused token once for all who were refused', async () => {
    const { keeper, asked } = page()
    const refused = await keeper.get()
    const replaced = await Promise.all([keeper.replace(refused), keeper.replace(refused)])
    expect(replaced).toEqual([asked[1], asked[1]])
    expect(await keeper.replace(refused)).toBe(asked[1])
    expect(asked).toHaveLength(2)
  })

  it('does not keep a token that was asked for before forget()', async () => {
    const { keeper, asked } = page()
    const early = keeper.get()
    keeper.forget()
    expect(await keeper.get()).not.toBe(await early)
    expect(await keeper.get()).toBe(asked[1])
  })

  it('lets one caller give up without taking the token from the others', async () => {
    const { keeper } = page()
    const impatient = new AbortController()
    const [first, second] = [keeper.get(impatient.signal), keeper.get()]
    impatient.abort()
    await expect(first).rejects.toThrow('aborted')
    await expect(second).resolves.toBeTypeOf('string')
  })

  it('asks again after the page failed', async () => {
    let asked = 0
    const keeper = keepToken({
      getUserToken: () => (asked++ ? userToken() : Promise.reject(new Error('the session ended'))),
    })
    await expect(keeper.get()).rejects.toMatchObject({
      code: 'token_unavailable',
      cause: new Error('the session ended'),
    })
    await expect(keeper.get()).resolves.toBeTypeOf('string')
  })

  it.each(['<!doctype html><p>Sign in', '', 'undefined', 'a.b'])('refuses %j as a token', async (answer) => {
    await expect(keepToken({ getUserToken: () => answer }).get()).rejects.toMatchObject({
      code: 'token_unavailable',
    })
  })

  it('trims a token, as answers often end in a newline', async () => {
    const token = userToken()
    expect(await keepToken({ getUserToken: () => `${token}\n` }).get()).toBe(token)
  })
})

describe('freshUntil', () => {
  it('counts from now when the clock of this machine is ahead', () => {
    const aheadByTwoHours = NOW + 7_200_000
    expect(freshUntil(userToken({ now: NOW, lifeSeconds: 3600 }), aheadByTwoHours)).toBe(
      aheadByTwoHours + 3_570_000,
    )
  })

  it('never ends for a token without expiry: the server decides', () => {
    expect(freshUntil('e30.e30.x', NOW)).toBe(Number.POSITIVE_INFINITY)
  })
})

it('reads whom a token speaks for, in any alphabet', () => {
  expect(subjectOf(userToken({ sub: 'a' }))).not.toBe(subjectOf(userToken({ sub: 'ä' })))
  expect(subjectOf('not.a.token')).toBeUndefined()
})
