// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { connected, PROJECT_ID, WORKFLOW_ID } from '../testing/project.ts'
import { userToken } from '../testing/tokens.ts'
import { startWireServer, type WireServer } from '../testing/wire-server.ts'
import { createTenon, type Tenon } from './index.ts'

let server: WireServer
let tenon: Tenon
let token: string

beforeEach(async () => {
  server = await startWireServer()
  document.body.innerHTML = '<button id="opener">Connect</button><p inert id="asleep"></p>'
  tenon = createTenon({
    host: server.origin,
    projectId: PROJECT_ID,
    getUserToken: () => {
      token = userToken()
      return token
    },
  })
})
afterEach(async () => {
  tenon.destroy()
  vi.useRealTimers()
  await server.close()
})

/** vitest looks 20 times a second by default, which adds up. */
const until = <T>(condition: () => T) => vi.waitUntil(condition, { interval: 2 })

/** Plays the page in the frame: what it is told, and what it asks. */
function page() {
  const frame = document.querySelector('iframe') as HTMLIFrameElement
  const told: Record<string, unknown>[] = []
  const origins = new Set<string>()
  vi.spyOn(frame.contentWindow as Window, 'postMessage').mockImplementation((message, origin) => {
    told.push(structuredClone(message))
    origins.add(String(origin))
  })
  frame.dispatchEvent(new Event('load'))
  const send = (data: unknown, { origin = server.origin, source = frame.contentWindow } = {}) =>
    window.dispatchEvent(new MessageEvent('message', { data, origin, source }))
  let last = 0
  async function invoke(type: string, ...parameters: unknown[]): Promise<Record<string, unknown>> {
    const id = String(++last)
    send({ messageType: 'SDK_FUNCTION_INVOCATION', type, parameters, id })
    return until(() => told.find((message) => message.id === id))
  }
  const states = () => told.filter(({ messageType }) => messageType === 'UI_UPDATE')
  // biome-ignore lint/suspicious/noExplicitAny: the state as the page reads it
  const state = () => states().at(-1) as any
  return { frame, told, origins, send, invoke, state }
}

async function opened(options: Parameters<Tenon['connect']>[1] = {}, slug = 'slack') {
  const connecting = tenon.connect(slug, options)
  const portal = page()
  await until(() => portal.state()?.nextModalState.integration)
  await portal.invoke('updateContainerStyle', { isModalShown: true })
  await portal.invoke('onOpen')
  return { connecting, ...portal }
}

describe('the frame', () => {
  it('appears with the first connect(), hidden until the page shows itself', async () => {
    expect(document.querySelector('iframe')).toBeNull()
    const connecting = tenon.connect('slack')
    const { frame, invoke } = page()
    expect(frame.src).toBe(`${server.origin}/ui?projectId=${PROJECT_ID}&colorScheme=light+dark`)
    expect(frame.style.colorScheme).toBe('light dark')
    expect(frame.allow).toBe('clipboard-write')
    expect(frame.style.display).toBe('none')
    expect(frame.getAttribute('aria-hidden')).toBe('true')
    await invoke('updateContainerStyle', { isModalShown: true })
    expect(frame.style.display).toBe('block')
    expect(frame.hasAttribute('aria-hidden')).toBe(false)
    expect(document.activeElement).toBe(frame)
    await until(() => tenon.user)
    tenon.closePortal()
    expect(await connecting).toBeUndefined()
  })

  it('covers the page: nothing behind it can be used, and all is as before when it is gone', async () => {
    const opener = document.querySelector('#opener') as HTMLElement
    opener.focus()
    const { invoke } = await opened()
    expect(opener.inert || opener.hasAttribute('inert')).toBe(true)
    expect(document.body.style.overflow).toBe('hidden')
    await invoke('onClose', true)
    await invoke('updateContainerStyle', { isModalShown: false })
    expect(opener.hasAttribute('inert')).toBe(false)
    expect(document.querySelector('#asleep')?.hasAttribute('inert')).toBe(true)
    expect(document.body.style.overflow).toBe('')
    expect(document.activeElement).toBe(opener)
  })

  it('is put into a container, which leaves the rest of the page alone', async () => {
    tenon.destroy()
    document.body.innerHTML = '<button id="opener"></button><div id="box"></div>'
    const { origin: host } = server
    tenon = createTenon({ host, projectId: PROJECT_ID, container: '#box', getUserToken: () => userToken() })
    const { frame } = await opened()
    expect(frame.parentElement?.id).toBe('box')
    expect(frame.style.position).toBe('absolute')
    expect(document.querySelector('#opener')?.hasAttribute('inert')).toBe(false)
  })

  it('is hidden after a second when the page does not hide itself', async () => {
    const { frame } = await opened()
    vi.useFakeTimers()
    tenon.closePortal()
    vi.advanceTimersByTime(999)
    expect(frame.style.display).toBe('block')
    vi.advanceTimersByTime(1)
    expect(frame.style.display).toBe('none')
  })

  it('is given up when its page does not come', async () => {
    await tenon.authenticate()
    vi.useFakeTimers()
    const connecting = tenon.connect('slack')
    const failing = expect(connecting).rejects.toMatchObject({ code: 'portal_unreachable' })
    await vi.advanceTimersByTimeAsync(20_000)
    await failing
    expect(document.querySelector('iframe')).toBeNull()
  })
})

describe('a page that may not show the portal', () => {
  it('is told so at once, with what to run, and keeps no frame', async () => {
    server.pageRefusal = 'Run: npx tenon project set --allowed-origin http://localhost:3000'
    const refused = { code: 'origin_not_allowed', message: server.pageRefusal }
    await expect(tenon.connect('slack')).rejects.toMatchObject(refused)
    expect(document.querySelector('iframe')).toBeNull()
  })

  it('keeps no frame either when nothing can be loaded to show in it', async () => {
    await expect(tenon.connect('nothing')).rejects.toMatchObject({ code: 'not_found' })
    expect(document.querySelector('iframe')).toBeNull()
    await server.close()
    tenon.logout()
    await expect(tenon.connect('slack')).rejects.toMatchObject({ code: 'network_error' })
    expect(document.querySelector('iframe')).toBeNull()
  })
})

describe('what the page is told', () => {
  it('is the state that Paragon’s portal gets, posted to Tenon’s origin only', async () => {
    const dropdowns = { channels: [{ label: 'General', value: 'C1' }] }
    const mapObjectFields = { Contact: [{ label: 'Name', value: 'name' }] }
    const { state, origins } = await opened({ dropdowns, mapObjectFields, allowMultipleCredentials: true })
    expect(origins).toEqual(new Set([server.origin]))
    expect(state()).toMatchObject({
      nextContext: {
        user: {
          authenticated: true,
          userId: 'user-1',
          token,
          integrations: { slack: { allCredentials: [] } },
        },
        projectId: PROJECT_ID,
        project: { id: PROJECT_ID },
        endUserIntegrationConfig: { mapObjectFields },
      },
      nextModalState: {
        integration: { type: 'slack' },
        config: { sharedMeta: { inputs: [{ customDropdownOptions: dropdowns.channels }] } },
        apiInstallationOptions: { isApiInstallation: false, allowMultipleCredentials: true },
        shouldShowPortalAfterInstall: false,
      },
    })
  })

  it('has custom integrations as type `custom`, and the account types to choose from', async () => {
    const { state } = await opened({}, 'custom.tasklab')
    expect(state().nextModalState.integration).toMatchObject({ type: 'custom', slug: 'custom.tasklab' })
    tenon.closePortal()
    void tenon.connect('salesforce', { accountType: 'sandbox' })
    await until(() => state().nextModalState.integration?.slug === 'salesforce')
    expect(state().nextModalState.apiInstallationOptions.selectedAccountConfig.id).toBe('sandbox')
    void tenon.connect('salesforce', { accountType: ['sandbox', 'production'] })
    await until(() => state().nextModalState.apiInstallationOptions?.selectedMultipleAccountTypes)
    expect(state().nextModalState.apiInstallationOptions.selectedAccountConfig).toBeUndefined()
  })

  it('has the connection asked for in place of the default one', async () => {
    connected(server.project, 'slack')
    const { id } = connected(server.project, 'slack', { externalId: 'acme', status: 'INVALID' })
    const { state } = await opened({ selectedCredentialId: 'acme' })
    expect(state().nextModalState.selectedCredentialId).toBe(id)
    expect(state().nextContext.user.integrations.slack).toMatchObject({ credentialId: id, enabled: false })
  })

  it('follows a new token, as the page sends calls of its own', async () => {
    const { state } = await opened()
    server.refusedTokens.add(token)
    await tenon.getUser()
    expect(state().nextContext.user.token).toBe(token)
    expect(server.refusedTokens.has(token)).toBe(false)
  })
})

describe('who may ask', () => {
  const installing = { messageType: 'SDK_FUNCTION_INVOCATION', type: 'onClose', parameters: [true], id: 'x' }

  it('is the page in the frame, at Tenon’s origin', async () => {
    const { told, send } = await opened()
    let isClosed = false
    tenon.subscribe('onPortalClose', () => {
      isClosed = true
    })
    send(installing, { origin: 'https://evil.example' })
    send(installing, { source: window })
    send('text')
    send(null)
    await Promise.resolve()
    expect(isClosed).toBe(false)
    expect(told.some(({ id }) => id === 'x')).toBe(false)
    send(installing)
    expect(isClosed).toBe(true)
  })

  it.each(['logout', 'request', 'destroy', 'constructor', '__proto__', 'toString', 'authenticate'])(
    'may not call %s()',
    async (type) => {
      const { invoke } = await opened()
      const answer = await invoke(type)
      expect(answer).toMatchObject({ messageType: 'SDK_FUNCTION_ERROR', error: true })
      expect(JSON.parse(String(answer.message))).toMatchObject({ code: 'forbidden' })
    },
  )

  it('calls Tenon through the page with the user’s token, and no other host', async () => {
    const { id } = connected(server.project, 'slack')
    const { invoke } = await opened()
    const init = { method: 'POST', body: '{"a":1}', headers: { Authorization: 'Bearer stolen' } }
    const answer = await invoke('sendConnectRequest', '/sdk/actions', {
      ...init,
      baseURLOverride: 'http://x.example',
    })
    expect(answer).toMatchObject({
      messageType: 'SDK_FUNCTION_RESPONSE',
      result: { output: { nextPageCursor: 'n' } },
    })
    const [received] = server.to('/sdk/actions')
    expect(received?.headers).toMatchObject({ authorization: `Bearer ${token}`, 'x-paragon-credential': id })
    for (const path of ['@x.example/', 'https://x.example/']) {
      expect(await invoke('sendConnectRequest', path)).toMatchObject({ messageType: 'SDK_FUNCTION_ERROR' })
    }
  })

  it('is told of the server’s failure in its own JSON', async () => {
    const { invoke } = await opened()
    const answer = await invoke('sendConnectRequest', '/sdk/nothing')
    expect(JSON.parse(String(answer.message))).toMatchObject({
      code: 'not_found',
      status: 404,
      requestId: 'req-1',
    })
  })

  it('is told when an answer cannot be sent to it', async () => {
    const dropdowns = { bad: { loadOptions: async () => (() => {}) as never } }
    const { invoke } = await opened({ dropdowns })
    expect(await invoke('_loadCustomDropdownOptions', 'bad')).toMatchObject({
      messageType: 'SDK_FUNCTION_ERROR',
    })
  })
})

describe('connecting in the portal', () => {
  it('resolves with the connection while the portal stays open', async () => {
    const heard: string[] = []
    const { connecting, invoke, state } = await opened(
      {
        onOpen: () => heard.push('open'),
        onInstall: ({ credentialId }) => heard.push(credentialId),
        onUninstall: ({ credentialId }) => heard.push(`-${credentialId}`),
        onWorkflowChange: ({ workflowStateChange }) => heard.push(`enabled ${workflowStateChange.enabled}`),
        onClose: () => heard.push('close'),
      },
      'custom.tasklab',
    )
    const { id: integrationId } = state().nextModalState.integration
    const answer = await invoke('_oauthCallback', { integrationId, payload: { apiKey: 'k' } }, undefined, {
      installOptions: { accountType: 'default' },
    })
    const connection = await connecting
    expect(answer.result).toMatchObject({ credentialId: connection?.id, integrationType: 'custom.tasklab' })
    expect(connection?.status).toBe('VALID')
    expect(state().nextContext.user.integrations['custom.tasklab'].credentialId).toBe(connection?.id)

    await invoke('triggerSDKEvent', {
      type: 'onWorkflowChange',
      integrationId,
      workflowStateChange: { enabled: true },
    })
    await invoke('triggerSDKEvent', { type: 'onPortalClose', integrationId })
    await invoke('uninstallIntegration', 'custom.tasklab', { selectedCredentialId: connection?.id })
    await invoke('onClose', true)
    expect(heard).toEqual(['open', connection?.id, 'enabled true', `-${connection?.id}`, 'close'])
    expect(state().nextModalState.integration).toBeNull()
  })

  it('shows a failure, tells onError, and lets the user try again', async () => {
    const errors: string[] = []
    const { connecting, invoke, state } = await opened(
      { onError: ({ code }) => errors.push(code) },
      'custom.tasklab',
    )
    const { id: integrationId } = state().nextModalState.integration
    const answer = await invoke('_oauthCallback', { integrationId, payload: { apiKey: 'wrong' } })
    expect(answer).toMatchObject({ messageType: 'SDK_FUNCTION_RESPONSE', result: undefined })
    const { connectionError } = state().nextModalState
    expect(JSON.parse(connectionError.message)).toMatchObject({ code: 'invalid_credentials' })
    expect(connectionError.errorResponse.message).toBe('Tasklab says: no such key')
    expect(errors).toEqual(['invalid_credentials'])
    await invoke('setModalState', { connectionError: undefined })
    expect(state().nextModalState.connectionError).toBeUndefined()
    await invoke('_oauthCallback', { integrationId, payload: { apiKey: 'right' } })
    expect(await connecting).toMatchObject({ status: 'VALID' })
  })

  it('changes settings of the connection it shows, and answers as Paragon’s SDK does', async () => {
    connected(server.project, 'slack')
    const { id } = connected(server.project, 'slack', { externalId: 'acme' })
    const { invoke } = await opened({ selectedCredentialId: 'acme' })
    expect(await invoke('updateIntegrationUserSettings', 'slack', { channel: 'C1' })).toMatchObject({
      result: { userState: { userId: 'user-1' }, errors: ['channel: unknown'] },
    })
    await invoke('enableWorkflow', WORKFLOW_ID)
    expect(server.to(WORKFLOW_ID)[0]?.headers['x-paragon-credential']).toBe(id)
  })

  it('reads choices from the page’s own sources before it asks the provider', async () => {
    const loadOptions = async (cursor?: string, search?: string) => ({
      options: [{ label: `${cursor} ${search}`, value: 'v' }],
      nextPageCursor: null,
    })
    const { invoke } = await opened({ dropdowns: { own: { loadOptions } } })
    const query = { integration: 'slack', cursor: 'c', search: 's' }
    expect((await invoke('getFieldOptions', { ...query, action: 'own' })).result).toMatchObject({
      data: [{ label: 'c s', value: 'v' }],
    })
    expect((await invoke('getFieldOptions', { ...query, action: 'channels' })).result).toMatchObject({
      data: [{ label: '#general', value: 'C1' }],
    })
  })

  it('ends with `undefined` when the user closes, or another portal is opened', async () => {
    const { connecting, state } = await opened()
    const second = tenon.connect('custom.tasklab')
    expect(await connecting).toBeUndefined()
    await until(() => state().nextModalState.integration?.slug === 'custom.tasklab')
    tenon.closePortal()
    expect(await second).toBeUndefined()
  })

  it('ends with what the user has connected already, when they close', async () => {
    const { id } = connected(server.project, 'slack')
    const { connecting, invoke } = await opened()
    await invoke('onClose', true)
    expect(await connecting).toMatchObject({ id, status: 'VALID' })
  })

  it('ends with `undefined` when what they had is disconnected, broken, not the one meant, or theirs no more', async () => {
    connected(server.project, 'slack')
    const { connecting, invoke, state } = await opened()
    await invoke('uninstallIntegration', 'slack')
    tenon.closePortal()
    expect(await connecting).toBeUndefined()

    connected(server.project, 'slack', { externalId: 'good' })
    connected(server.project, 'slack', { status: 'INVALID', externalId: 'broken' })
    await tenon.getUser()
    const again = async (options: Parameters<Tenon['connect']>[1], leave: () => void) => {
      const connecting = tenon.connect('slack', options)
      await until(() => state().nextModalState.integration)
      leave()
      return connecting
    }
    expect(await again({}, tenon.closePortal)).toMatchObject({ externalId: 'good' })
    expect(await again({ selectedCredentialId: 'broken' }, tenon.closePortal)).toBeUndefined()
    expect(await again({ externalId: 'a new one' }, tenon.closePortal)).toBeUndefined()
    expect(await again({}, tenon.logout)).toBeUndefined()
  })

  it('ends with the reason of the signal', async () => {
    const controller = new AbortController()
    const { connecting, state } = await opened({ signal: controller.signal })
    controller.abort(new Error('the page was left'))
    await expect(connecting).rejects.toThrow('the page was left')
    expect(state().nextModalState.integration).toBeNull()
  })

  it('survives a listener that closes the portal again', async () => {
    let closed = 0
    const { connecting } = await opened({
      onClose: () => {
        closed++
        tenon.closePortal()
      },
    })
    tenon.closePortal()
    await connecting
    expect(closed).toBe(1)
  })
})
