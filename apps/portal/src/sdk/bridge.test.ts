import { describe, expect, it } from 'vitest'
import { createBridge, type MessagePage } from './bridge.ts'
import type { HostState } from './messages.ts'

const HOST = 'https://taskboard.example'

interface Posted {
  type: string
  parameters: unknown[]
  id: string
}

/** A window in an iframe, whose parent notes what is posted to it. */
function iframe() {
  const posted: { message: Posted; origin: string }[] = []
  const parent = { postMessage: (message: Posted, origin: string) => posted.push({ message, origin }) }
  const listeners: ((event: MessageEvent) => void)[] = []
  const page: MessagePage = { parent, addEventListener: (_, listener) => listeners.push(listener) }
  const receive = (data: unknown, origin = HOST, source: unknown = parent) => {
    for (const listener of listeners) listener({ data, origin, source } as MessageEvent)
  }
  return { page, posted, receive }
}

const update = {
  messageType: 'UI_UPDATE',
  nextContext: { projectId: 'project-1', user: { authenticated: true, token: 'token-1' } },
  nextModalState: { integration: null },
}

describe('the bridge to the host page', () => {
  it('hears only the parent, and from its first update on only that origin', () => {
    const { page, receive } = iframe()
    const states: HostState[] = []
    createBridge(page, (state) => states.push(state))
    receive(update, HOST, { postMessage() {} })
    expect(states).toHaveLength(0)
    receive(update)
    receive(update, 'https://evil.example')
    expect(states).toHaveLength(1)
  })

  it('hears nothing in a window of its own', () => {
    const { page, receive } = iframe()
    const states: HostState[] = []
    createBridge(Object.assign(page, { parent: page }), (state) => states.push(state))
    receive(update, HOST, page)
    expect(states).toHaveLength(0)
  })

  it('posts to that origin only, and to nobody before it is known', async () => {
    const { page, posted, receive } = iframe()
    const bridge = createBridge(page, () => undefined)
    await expect(bridge.call('onOpen')).rejects.toThrow(TypeError)
    receive(update)
    void bridge.call('startOAuthFlow', 'slack', { accountType: 'oauth' })
    expect(posted).toEqual([
      {
        origin: HOST,
        message: {
          messageType: 'SDK_FUNCTION_INVOCATION',
          type: 'startOAuthFlow',
          parameters: ['slack', { accountType: 'oauth' }],
          id: expect.any(String),
        },
      },
    ])
  })

  it('gives each call its own answer, in whatever order they come', async () => {
    const { page, posted, receive } = iframe()
    const bridge = createBridge(page, () => undefined)
    receive(update)
    const calls = [bridge.call('getVersion'), bridge.call('updateLocalState')]
    const [first, second] = posted.map(({ message }) => message.id)
    receive({ messageType: 'SDK_FUNCTION_ERROR', error: true, id: second, message: '{"code":"internal"}' })
    receive({ messageType: 'SDK_FUNCTION_RESPONSE', id: first, type: 'getVersion', result: '2.4.0' })
    receive({ messageType: 'SDK_FUNCTION_RESPONSE', id: 'somebody-else', type: 'getVersion', result: '' })
    await expect(calls[0]).resolves.toBe('2.4.0')
    await expect(calls[1]).rejects.toThrow('{"code":"internal"}')
  })
})
