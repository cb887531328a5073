import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createRandom } from './chaos/random.ts'
import { scenarios } from './chaos/scenarios.ts'
import { openWorld, type World } from './chaos/world.ts'

/** A round of what `npm run test:chaos` plays for long. */

let world: World

beforeAll(async () => {
  world = await openWorld(inject('databaseUrl'))
})
afterAll(() => world.close())

test.each(Object.entries(scenarios))('%s', async (_name, scenario) => {
  const seed = Date.now() % 2 ** 32
  await expect(scenario({ ...world, random: createRandom(seed) }), `seed ${seed}`).resolves.toEqual(
    expect.any(String),
  )
})
