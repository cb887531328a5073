import { expect, it } from 'vitest'
import { ERROR_HEADER, errorFromBody, readError, TenonError } from './errors.ts'

const body = {
  message: 'Slack asks this user to sign in again',
  code: 'connection_needs_reauth',
  status: 409,
}

it('rebuilds an error from its JSON body', async () => {
  const meta = { provider: 'slack' }
  const response = Response.json({ ...body, meta, requestId: 'r1' }, { status: 409 })
  const error = await readError(response)
  expect(error).toBeInstanceOf(TenonError)
  expect(error).toMatchObject({ ...body, meta, requestId: 'r1', name: 'TenonError' })
  expect(JSON.parse(JSON.stringify(error))).toEqual({ ...body, meta, requestId: 'r1' })
})

it('takes the code from the header when the body does not arrive as JSON', async () => {
  const headers = { [ERROR_HEADER]: 'upstream_timeout' }
  expect(await readError(new Response('', { status: 504, headers }))).toMatchObject({
    code: 'upstream_timeout',
    status: 504,
  })
})

it('says when an answer is not Tenon’s at all', async () => {
  const fromGateway = new Response('<h1>Bad gateway', { status: 502 })
  expect(await readError(fromGateway)).toMatchObject({ code: 'unexpected_answer', status: 502 })
})

it('calls a refused permission `forbidden`, which travels as 7210', () => {
  const fallback = { code: 'internal', message: '' }
  expect(errorFromBody({ ...body, code: '7210', status: 403 }, fallback).code).toBe('forbidden')
})
