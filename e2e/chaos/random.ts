/** Choices that look random and can be had again from their seed. */
export interface Random {
  seed: number
  /** A whole number from 0 to `limit`, without `limit` itself. */
  below: (limit: number) => number
  pick: <Item>(items: readonly [Item, ...Item[]]) => Item
}

/** Mulberry32: good enough to vary a test with. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return { seed, below, pick: ([first, ...rest]) => [first, ...rest][below(rest.length + 1)] ?? first }
}
