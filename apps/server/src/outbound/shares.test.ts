import { expect, test } from 'vitest'
import { Shares } from './shares.ts'

test('each key has its own limit, and what is released goes to the one waiting longest', () => {
  const shares = new Shares(2)
  const turns: string[] = []
  const take = (key: string, name: string) => shares.take(key, () => turns.push(name))
  expect([take('ann', 'a'), take('ann', 'b'), take('ann', 'c'), take('ann', 'd')]).toEqual([
    true,
    true,
    false,
    false,
  ])
  expect(take('bob', 'e')).toBe(true)
  shares.release('ann')
  expect(turns).toEqual(['c'])
  shares.release('ann')
  shares.release('ann')
  expect(turns).toEqual(['c', 'd'])
  expect([take('ann', 'f'), take('ann', 'g')]).toEqual([true, false])
})

test('who left the queue gets no turn', () => {
  const shares = new Shares(1)
  const turns: string[] = []
  const first = () => turns.push('first')
  shares.take('ann', () => {})
  shares.take('ann', first)
  shares.take('ann', () => turns.push('second'))
  shares.leave('ann', first)
  shares.release('ann')
  expect(turns).toEqual(['second'])
})
