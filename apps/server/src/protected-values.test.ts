import { AppError } from '@tenon/core'
import { expect, test } from 'vitest'
import { toErrorAnswer } from './http/errors.ts'
import { createLog } from './log.ts'
import { maskProtected, maskProtectedJson, protectValue } from './protected-values.ts'

const SECRET = 'open sesame'

test('a value that was opened is in no log line, whoever writes it', () => {
  const lines: string[] = []
  const log = createLog({ level: 'info', pretty: false, destination: { write: (line) => lines.push(line) } })
  protectValue(SECRET)
  log.info({ reason: `said "${SECRET}"` }, `it was ${SECRET}`)
  log
    .child({ provider: SECRET })
    .error({ err: new Error(`no ${Buffer.from(SECRET).toString('base64')}`) }, 'failed')
  expect(lines).toHaveLength(2)
  expect(lines.join()).not.toMatch(/sesame|b3BlbiBz/)
})

test('nor in a failure that goes out', () => {
  protectValue(SECRET)
  const error = new AppError('invalid_credentials', `${SECRET} is wrong`, {
    meta: { sent: { [SECRET]: [SECRET] } },
  })
  const { body } = toErrorAnswer(error, { api: 'team', requestId: 'r' })
  expect(body).toMatchObject({
    message: '[redacted] is wrong',
    meta: { sent: { '[redacted]': ['[redacted]'] } },
  })
})

test('of very many the newest are masked, and memory is bounded', () => {
  for (let index = 0; index < 2_500; index++) protectValue(`value number ${index}.`)
  expect(maskProtected('the value number 2499.')).toBe('the [redacted]')
  expect(maskProtected('the value number 1600.')).toBe('the [redacted]')
  expect(maskProtectedJson({ none: undefined, at: 1 })).toEqual({ none: undefined, at: 1 })
})
