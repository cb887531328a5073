import { AppError, type ErrorBody, type ErrorCode, errorStatus } from '@tenon/core'
import Fastify, { type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createLog } from '../log.ts'
import { type Api, handleErrors, handleFrameworkError, handleUnknownRoutes, toErrorAnswer } from './errors.ts'

let app: FastifyInstance
let logged: string[]

/** An app whose only routes fail as they are told. */
function startApp(api: Api) {
  logged = []
  const log = createLog({
    level: 'info',
    pretty: false,
    destination: { write: (line) => void logged.push(line) },
  })
  const started = Fastify({
    loggerInstance: log as FastifyInstance['log'],
    genReqId: () => 'request-1',
    bodyLimit: 1_000,
    frameworkErrors: handleFrameworkError,
  })
  app = started as unknown as FastifyInstance
  started.setValidatorCompiler(validatorCompiler)
  started.setSerializerCompiler(serializerCompiler)
  handleErrors(app, api)
  handleUnknownRoutes(app, api)
  return started.withTypeProvider<ZodTypeProvider>()
}

afterEach(() => app.close())

async function failWith(api: Api, error: unknown) {
  const started = startApp(api)
  started.get('/', async () => {
    throw error
  })
  return started.inject('/')
}

describe('an error that we foresaw', () => {
  const codes = Object.keys(errorStatus) as ErrorCode[]
  test.each(codes)('%s keeps its code and status in body and header', async (code) => {
    const answer = await failWith(
      'team',
      new AppError(code, 'What to do', { meta: { a: 1 }, cause: new Error('secret') }),
    )
    expect(answer.statusCode).toBe(errorStatus[code])
    expect(answer.headers['x-tenon-error']).toBe(code)
    expect(answer.json()).toEqual({
      message: 'What to do',
      code,
      status: errorStatus[code],
      meta: { a: 1 },
      requestId: 'request-1',
    } satisfies ErrorBody)
  })

  test('forbidden travels as 7210 on the Connect API, which keeps clients from logging out', async () => {
    const answer = await failWith('connect', new AppError('forbidden', 'No'))
    expect(answer.statusCode).toBe(403)
    expect(answer.json()).toMatchObject({ code: '7210', status: 403 })
    expect(answer.headers['x-tenon-error']).toBe('7210')
  })

  test('asks for a token when it is about one', () => {
    const { headers } = toErrorAnswer(new AppError('token_expired', 'x'), { api: 'connect', requestId: 'r' })
    expect(headers['www-authenticate']).toBe('Bearer')
  })
})

describe('an unknown fault', () => {
  test.each([new Error('password=hunter2'), 'hunter2', undefined, { statusCode: 418, message: 'hunter2' }])(
    'says internal and no more, and is logged under the same request id (%#)',
    async (fault) => {
      const answer = await failWith('team', fault ?? new Error('hunter2'))
      expect(answer.statusCode).toBe(500)
      expect(answer.json()).toMatchObject({ code: 'internal', status: 500, requestId: 'request-1' })
      expect(answer.body).not.toContain('hunter2')
      const line = logged.find((text) => text.includes('"level":"error"'))
      expect(line).toContain('request-1')
    },
  )

  test('of a reply that does not fit its schema is internal too', async () => {
    const started = startApp('team')
    started.get('/', { schema: { response: { 200: z.object({ a: z.string() }) } } }, async () => ({
      a: 1 as never,
    }))
    expect((await started.inject('/')).json()).toMatchObject({ code: 'internal' })
  })
})

test('a database that is down means to try again, and is logged', async () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:5432'), { code: 'ECONNREFUSED' })
  const answer = await failWith('connect', new Error('Failed query: select', { cause: refused }))
  expect(answer.statusCode).toBe(503)
  expect(answer.json()).toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('try again'),
  })
  expect(answer.body).not.toContain('10.1.2.3')
  expect(logged.find((text) => text.includes('"level":"error"'))).toContain('request-1')
})

describe('a request that is not as it must be', () => {
  const schema = {
    body: z.object({ name: z.string().min(1), tags: z.array(z.object({ id: z.string() })).optional() }),
    querystring: z.object({ limit: z.coerce.number().max(10).default(1) }),
  }

  async function post(payload: string, contentType = 'application/json', url = '/') {
    const started = startApp('team')
    started.post('/', { schema }, async () => ({}))
    return started.inject({ method: 'POST', url, payload, headers: { 'content-type': contentType } })
  }

  test('is told each issue by its place', async () => {
    const answer = await post('{"name":"","tags":[{"id":7}]}')
    expect(answer.json()).toMatchObject({
      code: 'invalid_request',
      status: 400,
      meta: { issues: [{ path: 'body.name' }, { path: 'body.tags.0.id' }] },
    })
    expect(answer.json().message).toMatch(/^body\.name: .+; body\.tags\.0\.id: /)
    expect((await post('{"name":"x"}', 'application/json', '/?limit=11')).json()).toMatchObject({
      meta: { issues: [{ path: 'querystring.limit' }] },
    })
  })

  test('as a verb finds it, is told the same way', async () => {
    const { error } = schema.body.safeParse({ name: 7 })
    expect((await failWith('team', error)).json()).toMatchObject({
      code: 'invalid_request',
      meta: { issues: [{ path: 'name' }] },
    })
  })

  const wrong: [name: string, answer: () => ReturnType<typeof post>, code: ErrorCode][] = [
    ['broken JSON', () => post('{'), 'invalid_request'],
    ['an empty body', () => post(''), 'invalid_request'],
    ['a poisoned prototype', () => post('{"__proto__":{"a":1},"name":"x"}'), 'invalid_request'],
    ['an unknown content type', () => post('x', 'text/strange'), 'invalid_request'],
    ['too large a body', () => post(JSON.stringify({ name: 'x'.repeat(1_000) })), 'request_too_large'],
    ['an unknown route', () => post('{}', 'application/json', '/nowhere?userToken=secret'), 'not_found'],
    ['a broken address', () => post('{}', 'application/json', '/%zz?userToken=secret'), 'invalid_path'],
  ]
  test.each(wrong)('because of %s has a code', async (_name, ask, code) => {
    const answer = await ask()
    expect(answer.json()).toMatchObject({ code, status: errorStatus[code], requestId: 'request-1' })
    expect(answer.headers['x-tenon-error']).toBe(code)
    expect(answer.body).not.toContain('secret')
  })
})
