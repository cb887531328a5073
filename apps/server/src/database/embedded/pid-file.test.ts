import { expect, test } from 'vitest'
import { isAlive, parsePidFile } from './pid-file.ts'

const LINES = ['4711', '/data/postgres', '1790000000', '5432', '/tmp/tenon-0', '', ' 1234 5', 'ready   ', '']

test('reads process, socket folder and status', () => {
  expect(parsePidFile(LINES.join('\n'))).toEqual({ pid: 4711, socketFolder: '/tmp/tenon-0', status: 'ready' })
})

test('a file that is still being written belongs to a PostgreSQL that is starting', () => {
  expect(parsePidFile(LINES.slice(0, 5).join('\n'))).toMatchObject({ pid: 4711, status: 'starting' })
})

test('nothing, or something else, is no pid file', () => {
  expect(parsePidFile('')).toBeUndefined()
  expect(parsePidFile('not a number\n')).toBeUndefined()
})

test('knows the living from the dead', () => {
  expect(isAlive(process.pid)).toBe(true)
  expect(isAlive(2 ** 30)).toBe(false)
})
