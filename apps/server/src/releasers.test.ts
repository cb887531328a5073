import { expect, test } from 'vitest'
import { withReleasers } from './releasers.ts'

test('stops in reverse order, each when the next has stopped', async () => {
  const events: string[] = []
  const stop = (name: string) => async () => {
    events.push(`${name} stops`)
    await Promise.resolve()
    events.push(`${name} stopped`)
  }
  const { value, release } = await withReleasers(async (onRelease) => {
    onRelease(stop('database'))
    onRelease(stop('app'))
    return 'running'
  })
  expect(value).toBe('running')
  await release()
  expect(events).toEqual(['app stops', 'app stopped', 'database stops', 'database stopped'])
})

test('a start that fails half way stops what had started, and tells why it failed', async () => {
  const events: string[] = []
  const failing = withReleasers(async (onRelease) => {
    onRelease(() => events.push('database stopped'))
    onRelease(() => {
      throw new Error('and stopping fails too')
    })
    throw new Error('the port is taken')
  })
  await expect(failing).rejects.toThrow('the port is taken')
  expect(events).toEqual(['database stopped'])
})

test('a part that does not stop keeps no other from stopping', async () => {
  const events: string[] = []
  const failure = new Error('stuck')
  const { release } = await withReleasers(async (onRelease) => {
    onRelease(() => events.push('database stopped'))
    onRelease(() => Promise.reject(failure))
  })
  await expect(release()).rejects.toMatchObject({ errors: [failure] })
  expect(events).toEqual(['database stopped'])
})

test('stops once, however often it is asked to', async () => {
  let stops = 0
  const { release } = await withReleasers(async (onRelease) => onRelease(() => stops++))
  await Promise.all([release(), release()])
  expect(stops).toBe(1)
})
