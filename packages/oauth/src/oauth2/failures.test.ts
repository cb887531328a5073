import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import type { OAuthError } from '../oauth-error.ts'
import { context, registrationAt } from '../testing/registration.ts'
import { type Answer, json, plain, startVendor } from '../testing/vendor.ts'
import { refreshGrant } from './grants.ts'
import type { OAuthContext } from './wire/normalising-fetch.ts'

const MIB = 1024 * 1024

async function failureOf(answer: Answer, rest: Partial<OAuthContext> = {}): Promise<OAuthError> {
  const { origin } = await startVendor(answer)
  return failure(refreshGrant(registrationAt(origin), { token: 'rt-1' }, { ...context, ...rest }))
}

async function failure(call: Promise<unknown>): Promise<OAuthError> {
  return call.then(
    () => expect.unreachable('the call succeeded'),
    (error) => error,
  )
}

describe('a network fault', () => {
  test('is a refused connection', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await once(server.close(), 'close')
    const registration = registrationAt(`http://127.0.0.1:${port}`)
    const error = await failure(refreshGrant(registration, { token: 'rt-1' }, context))
    expect(error).toMatchObject({ code: 'network', status: undefined })
    expect(error.cause).toBeInstanceOf(TypeError)
  })

  test('is a connection that ends before the answer', async () => {
    expect(await failureOf((response) => response.destroy())).toMatchObject({ code: 'network' })
  })

  test('is an answer that ends half way', async () => {
    const half: Answer = (response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{"access_token":"at-1",')
      response.destroy()
    }
    expect(await failureOf(half)).toMatchObject({ code: 'network' })
  })

  test('is a server that does not answer until the signal aborts', async () => {
    const controller = new AbortController()
    const hang: Answer = () => controller.abort(new DOMException('too late', 'TimeoutError'))
    const error = await failureOf(hang, { signal: controller.signal })
    expect(error).toMatchObject({ code: 'network', cause: { name: 'TimeoutError' } })
  })

  test('is an answer that stalls half way until the signal aborts', async () => {
    const controller = new AbortController()
    const stall: Answer = (response) => {
      response.writeHead(200).write('{"access_token":', () => controller.abort())
    }
    expect(await failureOf(stall, { signal: controller.signal })).toMatchObject({ code: 'network' })
  })

  test('cannot last for ever: there is a signal even if the caller sets none', async () => {
    const signals: unknown[] = []
    const spied: OAuthContext['fetch'] = (url, init) => {
      signals.push(init.signal)
      return fetch(url, init)
    }
    await failureOf(json({}), { fetch: spied })
    expect(signals).toEqual([expect.any(AbortSignal)])
  })
})

describe('an answer that is too large', () => {
  test('is not read to its end', async () => {
    let closed: Promise<unknown> | undefined
    const endless: Answer = (response) => {
      closed = once(response, 'close')
      const chunk = Buffer.alloc(64 * 1024, ' ')
      const write = () => {
        while (!response.destroyed && response.write(chunk));
      }
      response.on('drain', write).on('error', () => {})
      write()
    }
    expect(await failureOf(endless)).toMatchObject({ code: 'malformed_reply' })
    await closed
  })

  test('is one of more than 1 MiB', async () => {
    const filled = (size: number) => plain(JSON.stringify({ access_token: 'a' }).padEnd(size))
    const { origin } = await startVendor(filled(MIB))
    await refreshGrant(registrationAt(origin), { token: 'rt-1' }, context)
    expect(await failureOf(filled(MIB + 1))).toMatchObject({ code: 'malformed_reply' })
  })
})
