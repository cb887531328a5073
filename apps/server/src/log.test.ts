import { expect, test } from 'vitest'
import { createLog, scrub } from './log.ts'

const SECRET = 'xoxb-123456789012-abcdefghijklmnop'

function logTo({ pretty = false } = {}) {
  const lines: string[] = []
  const log = createLog({ level: 'info', pretty, destination: { write: (line) => lines.push(line) } })
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') }
}

test('a line has the time, the level by name, the message and the fields that are known', () => {
  const { log, last } = logTo()
  log.info({ projectId: 'p1', status: 200, durationMs: 1.5 }, 'a request ended')
  expect(last()).toEqual({
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    level: 'info',
    msg: 'a request ended',
    projectId: 'p1',
    status: 200,
    durationMs: 1.5,
  })
})

const unexpectedPlaces: Record<string, object> = {
  'an unknown field': { accessToken: SECRET },
  'an object in a known field': { projectId: { token: SECRET } },
  'a token in a known field': { reason: `refused ${SECRET}` },
  'an array in a known field': { userId: [SECRET] },
  'request headers and URL': {
    req: { method: 'GET', url: `/x?token=${SECRET}`, headers: { authorization: SECRET }, body: SECRET },
  },
  'response headers': { res: { statusCode: 200, headers: { 'set-cookie': SECRET } } },
  'a property of an error': { err: Object.assign(new Error('failed'), { config: { token: SECRET } }) },
  'the message of an error': { err: new Error(`GET https://api.example.com/?token=${SECRET} failed`) },
  'the cause of an error': { err: new Error('failed', { cause: new Error(`Bearer ${SECRET}`) }) },
  'the values of a failed query': { err: new Error(`Failed query: select $1\nparams: short,${SECRET}`) },
  'text that is not JSON': { err: syntaxError('{"t":"hunter2') },
  'a header that cannot be sent': { err: headerError('hunter2\n  at x') },
  'a thrown text': { err: SECRET },
  'bad data in PostgreSQL': {
    err: Object.assign(new Error(`invalid input: "${SECRET}"`), { code: '22P02' }),
  },
}

for (const pretty of [false, true]) {
  for (const [place, fields] of Object.entries(unexpectedPlaces)) {
    test(`a secret in ${place} is not printed ${pretty ? 'readably' : 'as JSON'}`, () => {
      const { log, lines } = logTo({ pretty })
      log.info(fields, 'hello')
      log.child(fields).info('hello')
      log
        .child(fields, { serializers: { accessToken: (value: unknown) => value } })
        .child({})
        .info(fields, 'hello')
      expect(lines).toHaveLength(3)
      expect(lines.join()).not.toMatch(/xoxb|abcdefghij|hunter2|"t"/)
    })
  }
}

test('an error keeps its type, code, message, stack and causes', () => {
  const { log, last } = logTo()
  const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' })
  log.error({ err: new TypeError('the query failed', { cause }) }, 'stopped')
  expect(last().err).toMatchObject({
    type: 'TypeError',
    message: 'the query failed',
    stack: expect.stringMatching(/^at .*log\.test\.ts/),
    cause: { type: 'Error', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:5432' },
  })
})

test('an error logged by itself is scrubbed in the message too', () => {
  const { log, lines } = logTo()
  log.error(new Error(`token ${SECRET}`))
  expect(lines.join()).not.toContain(SECRET)
})

test('a child keeps its fields and passes them on', () => {
  const { log, last } = logTo()
  log.child({ requestId: 'r1' }).child({ projectId: 'p1' }).warn('slow')
  expect(last()).toMatchObject({ requestId: 'r1', projectId: 'p1' })
})

test('readable lines show time, level, message, fields and the error below', () => {
  const { log, lines } = logTo({ pretty: true })
  log.warn({ count: 2, err: new Error('gone', { cause: new Error('reset') }) }, 'trouble')
  expect(lines[0]).toMatch(
    /^\d\d:\d\d:\d\d warn {2}trouble {2}count=2\n {2}Error: gone\n {2}at .*\n {2}caused by Error: reset\n/s,
  )
})

test('ids and plain words survive scrubbing', () => {
  const text =
    'connection 0190163d-8694-739b-aea5-966c26f8ad91 uses @fastify/some-very-long-package-name and ECONNREFUSED'
  expect(scrub(text)).toBe(text)
})

test('tokens, query strings and passwords in URLs do not', () => {
  expect(scrub('postgres://tenon:pw@db/x refused')).toBe('postgres://…@db/x refused')
  expect(scrub('GET /cb?code=1&state=2 failed')).toBe('GET /cb?… failed')
  expect(scrub('eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl')).toBe('…')
})

function headerError(value: string) {
  try {
    return new Headers({ 'x-api-key': value })
  } catch (error) {
    return error
  }
}

function syntaxError(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    return error
  }
}
