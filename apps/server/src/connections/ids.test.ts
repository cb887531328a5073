import { expect, test } from 'vitest'
import { newConfigurationId, newConnectionId } from './ids.ts'

/** Of `@useparagon/connect` 1.0.40 to 2.4.0. */
const CLIENT_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-5][0-9a-f]{3}-[089ab][0-9a-f]{3}-[0-9a-f]{12}$/i

test('ids are UUIDs to existing clients, and ordered by time', () => {
  const ids = Array.from({ length: 100 }, newConnectionId)
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(100)
  for (const id of [...ids, newConfigurationId()]) expect(id).toMatch(CLIENT_UUID)
})
