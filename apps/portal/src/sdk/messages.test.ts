import { describe, expect, it } from 'vitest'
import { type HostState, readMessage } from './messages.ts'

const user = { authenticated: true, token: 'token-1', integrations: {} }

function stateOf(modal: Record<string, unknown>, context: Record<string, unknown> = {}): HostState {
  const message = readMessage({
    messageType: 'UI_UPDATE',
    nextContext: { projectId: 'project-1', user, ...context },
    nextModalState: { integration: { id: 'i-1', type: 'slack', name: 'Slack' }, ...modal },
  })
  if (message.kind !== 'state') throw new TypeError('not read as a state')
  return message.state
}

describe('UI_UPDATE', () => {
  it('tells who is signed in and for what the portal is open', () => {
    expect(stateOf({ selectedCredentialId: 'c-1' })).toMatchObject({
      projectId: 'project-1',
      token: 'token-1',
      integration: { id: 'i-1', slug: 'slack', name: 'Slack', needsInputsFirst: false },
      selectedCredentialId: 'c-1',
      connectionError: undefined,
      isWindowClosed: false,
      install: {},
    })
  })

  it('names a custom integration by its own slug and name', () => {
    const integration = {
      id: 'i-2',
      type: 'custom',
      name: 'custom',
      customIntegration: { slug: 'custom.tasklab', name: 'Tasklab' },
    }
    expect(stateOf({ integration }).integration).toMatchObject({ slug: 'custom.tasklab', name: 'Tasklab' })
  })

  it('has no token for someone who is not signed in, and no integration while the portal is closed', () => {
    const state = stateOf({ integration: null }, { user: { authenticated: false } })
    expect([state.token, state.integration, state.credentials]).toEqual([null, null, []])
  })

  it('lists what the SDK believes of the connections, in one order', () => {
    const allCredentials = [
      { id: 'b', status: 'INVALID' },
      { id: 'a', status: 'VALID' },
    ]
    const state = stateOf(
      {},
      { user: { ...user, integrations: { slack: { allCredentials }, notion: null } } },
    )
    expect(state.credentials).toEqual(['a VALID', 'b INVALID'])
  })

  it('carries the choices that the host page passed along, but not those its loader will give', () => {
    const config = {
      sharedMeta: { inputs: [{ key: 'boards', customDropdownOptions: [{ label: 'Board', value: 'b' }] }] },
      workflowMeta: {
        w: { inputs: [{ key: 'lists', customDropdownOptions: [], refreshOnOpen: false }, {}] },
      },
    }
    expect([...stateOf({ config }).dropdowns]).toEqual([['boards', [{ label: 'Board', value: 'b' }]]])
  })
})

it('reads the answers to calls, and takes anything else for someone else’s', () => {
  const answer = { messageType: 'SDK_FUNCTION_RESPONSE', id: '1', type: 'onOpen', result: undefined }
  expect(readMessage(answer).kind).toBe('answer')
  expect(readMessage({ messageType: 'SDK_FUNCTION_ERROR', error: true, message: 'No.', id: '1' }).kind).toBe(
    'answer',
  )
  for (const other of [undefined, 'hello', {}, { messageType: 'UI_UPDATE' }, { type: 'oauth-nonce-loaded' }])
    expect(readMessage(other).kind).toBe('other')
})
