import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createRandom } from './chaos/random.ts'
import { scenarios } from './chaos/scenarios.ts'
import { openWorld, type World } from './chaos/world.ts'

/** A round of what `npm run test:chaos` plays for long. */

let world: World

beforeAll(async () => {
  world = await openWorld(inject('databaseUrl'), createRandom(Date.now()))
})
afterAll(() => world.close())

test.each(Object.entries(scenarios))('%s', async (_name, scenario) => {
  await expect(scenario(world), `seed ${world.random.seed}`).resolves.toEqual(expect.any(String))
})
