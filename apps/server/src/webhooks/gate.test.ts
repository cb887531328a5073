import type { ProjectId, WebhookEndpointId } from '@tenon/core'
import { describe, expect, test } from 'vitest'
import { createGate, type Gate, type Pass } from './gate.ts'

const NOW = new Date('2026-03-01T09:00:00Z')
const inSeconds = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000)

const endpoint = (id: string, projectId = 'ours') => ({
  id: id as WebhookEndpointId,
  projectId: projectId as ProjectId,
  url: `https://${id}.test/`,
})

function enter(gate: Gate, id: string, { project, now = NOW }: { project?: string; now?: Date } = {}): Pass {
  const pass = gate.enter(endpoint(id, project), now)
  if (pass instanceof Date) throw new Error(`has to wait until ${pass.toISOString()}`)
  return pass
}

function fail(gate: Gate, times: number): void {
  for (let count = 0; count < times; count += 1) enter(gate, 'a').leave(false, NOW)
}

test('two attempts at an endpoint are under way, others wait a little', () => {
  const gate = createGate(() => 0.5)
  const first = enter(gate, 'a')
  enter(gate, 'a')
  expect(gate.enter(endpoint('a'), NOW)).toEqual(inSeconds(1.5))
  enter(gate, 'b')
  first.leave(true, NOW)
  enter(gate, 'a')
})

test('four attempts of a project are under way, however many endpoints it has', () => {
  const gate = createGate(() => 0)
  const [first] = ['a', 'b', 'c', 'd'].map((id) => enter(gate, id))
  expect(gate.enter(endpoint('e'), NOW)).toEqual(inSeconds(1))
  enter(gate, 'f', { project: 'theirs' })
  first?.leave(false, NOW)
  enter(gate, 'e')
})

describe('an endpoint that has failed five times in a row', () => {
  test('is left alone for longer and longer, up to five minutes', () => {
    const gate = createGate(() => 0)
    fail(gate, 4)
    let now = NOW
    const pauses = [5, 6, 7, 8].map(() => {
      enter(gate, 'a', { now }).leave(false, now)
      const until = gate.enter(endpoint('a'), now)
      if (!(until instanceof Date)) throw new Error('it is let in')
      const seconds = (until.getTime() - now.getTime()) / 1_000
      now = until
      return seconds
    })
    expect(pauses).toEqual([60, 120, 225, 225])
    enter(gate, 'b')
  })

  test('is tried by one delivery at a time, and by all again once it answers', () => {
    const gate = createGate(() => 0)
    fail(gate, 5)
    const now = inSeconds(60)
    const trial = enter(gate, 'a', { now })
    expect(gate.enter(endpoint('a'), now)).toEqual(inSeconds(75))
    trial.leave(true, now)
    enter(gate, 'a', { now })
    enter(gate, 'a', { now })
  })

  test('is tried during its pause when somebody asks for it, by one at a time', () => {
    const gate = createGate(() => 0)
    fail(gate, 5)
    expect(gate.enter(endpoint('a'), NOW, true)).not.toBeInstanceOf(Date)
    expect(gate.enter(endpoint('a'), NOW, true)).toEqual(inSeconds(15))
  })

  test('begins anew at another address', () => {
    const gate = createGate()
    fail(gate, 5)
    expect(gate.enter(endpoint('a'), NOW)).toBeInstanceOf(Date)
    expect(gate.enter({ ...endpoint('a'), url: 'https://mended.test/' }, NOW)).not.toBeInstanceOf(Date)
  })
})
