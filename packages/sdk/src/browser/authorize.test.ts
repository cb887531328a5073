// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { connected, PROJECT_ID } from '../testing/project.ts'
import { userToken } from '../testing/tokens.ts'
import { sendFailure, startWireServer, type WireServer } from '../testing/wire-server.ts'
import { createTenon, type Tenon } from './index.ts'

const until = <T>(condition: () => T) => vi.waitUntil(condition, { interval: 2 })

let server: WireServer
let tenon: Tenon
let popup: ReturnType<typeof openedPopup>

/** A window that goes where it is sent: it loads what the server answers, as a browser would show it. */
function openedPopup() {
  const visited: URL[] = []
  const fake = {
    visited,
    closed: false,
    close: () => {
      fake.closed = true
    },
    location: {
      replace(href: string) {
        const url = new URL(href)
        visited.push(url)
        if (url.pathname.endsWith('/oauth-nonce')) says({ type: 'oauth-nonce-loaded' })
      },
    },
  }
  /** Posts to the opener, as the page in the window. */
  const says = (data: object, origin = server.origin) =>
    window.dispatchEvent(new MessageEvent('message', { data, origin, source: fake as unknown as Window }))
  /** The user answers the provider, which sends them back to Tenon. */
  async function answers(answer: 'allow' | 'deny') {
    const provider = await until(() => visited.find(({ pathname }) => pathname === '/provider'))
    await fetch(`${server.origin}/callback${provider?.search}&answer=${answer}`)
    fake.close() // as the page does that Tenon answers with
  }
  return Object.assign(fake, { says, answers })
}

beforeEach(async () => {
  server = await startWireServer()
  popup = openedPopup()
  vi.stubGlobal(
    'open',
    vi.fn(() => popup),
  )
  vi.spyOn(document, 'hasFocus').mockReturnValue(true)
  tenon = createTenon({ host: server.origin, projectId: PROJECT_ID, getUserToken: () => userToken() })
})
afterEach(async () => {
  tenon.destroy()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  vi.useRealTimers()
  await server.close()
})

describe('installIntegration by OAuth', () => {
  it('opens the window at once, walks through it and resolves with the connection', async () => {
    const installed: string[] = []
    tenon.subscribe('onIntegrationInstall', ({ credentialId }) => installed.push(credentialId))
    const installing = tenon.installIntegration('salesforce', {
      accountType: 'sandbox',
      externalId: 'acme',
      overrideRedirectUrl: 'https://app.example/oauth',
    })
    expect(window.open).toHaveBeenCalledOnce()
    await popup.answers('allow')
    const connection = await installing
    expect(connection.status).toBe('VALID')
    expect(installed).toEqual([connection.id])

    const [nonce] = popup.visited
    expect(nonce?.pathname).toBe(`/projects/${PROJECT_ID}/sdk/actions/oauth-nonce`)
    expect([...(nonce?.searchParams.keys() ?? [])]).toEqual(['code'])
    const asked = JSON.parse(String(server.to('/oauth-nonce')[0]?.body))
    expect(asked).toEqual({
      integrationId: expect.any(String),
      originForPostMessage: window.location.origin,
    })
    const [build] = server.to('/build-oauth')
    expect(build?.path).toBe(`/v2/projects/${PROJECT_ID}/sdk/actions/build-oauth`)
    expect(build?.query.has('userToken')).toBe(false)
    expect(build?.query.get('redirectUrl')).toBe('https://app.example/oauth')
    expect(JSON.parse(build?.query.get('installOptions') ?? '')).toMatchObject({
      accountType: 'sandbox',
      externalId: 'acme',
    })
    await until(() =>
      server.received.some(({ method, path }) => method === 'DELETE' && path.includes('/session-id/')),
    )
  })

  it('puts the user token into no address', async () => {
    const token = userToken()
    tenon.destroy()
    tenon = createTenon({ host: server.origin, projectId: PROJECT_ID, getUserToken: () => token })
    const installing = tenon.installIntegration('slack')
    await popup.answers('allow')
    await installing
    const addresses = [...popup.visited.map(String), ...server.received.map(({ url }) => url)]
    expect(addresses.filter((address) => /userToken|eyJ/.test(address) || address.includes(token))).toEqual(
      [],
    )
    expect(addresses.some((address) => address.includes('oauth-nonce?code='))).toBe(true)
  })

  it('closes the window when the server gives no code', async () => {
    server.intercept = ({ path, method }, response) => {
      if (method !== 'POST' || !path.endsWith('/oauth-nonce')) return false
      sendFailure(response, 404, 'not_found', 'The integration "slack" is switched off in this project')
      return true
    }
    await expect(tenon.installIntegration('slack')).rejects.toMatchObject({ code: 'not_found' })
    expect(popup.visited).toEqual([])
    expect(popup.closed).toBe(true)
  })

  it('resolves with a pending connection when something is still to be chosen', async () => {
    server.oauthEndsIn = 'PENDING'
    const installed = vi.fn()
    tenon.subscribe('onIntegrationInstall', installed)
    const installing = tenon.installIntegration('slack')
    await popup.answers('allow')
    expect(await installing).toMatchObject({ status: 'PENDING' })
    expect(installed).not.toHaveBeenCalled()
  })

  it('rejects with the server’s reason when access is denied', async () => {
    const installing = tenon.installIntegration('slack')
    const failing = expect(installing).rejects.toMatchObject({ code: 'access_denied' })
    await popup.answers('deny')
    await failing
    expect(popup.closed).toBe(true)
  })

  it('rejects at once when the server’s page says so, and only then', async () => {
    await tenon.authenticate()
    const installing = tenon.installIntegration('slack')
    const failing = expect(installing).rejects.toMatchObject({ code: 'access_denied', message: 'No' })
    await until(() => popup.visited.length === 2)
    const told = {
      type: 'oauth_error_callback',
      error: 'x',
      errorResponse: { code: 'access_denied', message: 'No' },
    }
    popup.says({ ...told, errorResponse: { code: 'forged' } }, 'https://evil.example')
    popup.says({ ...told, integrationId: 'of-another-flow', errorResponse: { code: 'other' } })
    popup.says(told)
    await failing
  })

  it('takes `oauth-nonce-loaded` only from its own window and Tenon’s origin', async () => {
    popup.location.replace = (href) => void popup.visited.push(new URL(href))
    const installing = tenon.installIntegration('slack')
    await until(() => server.to('/build-oauth').length && popup.visited.length)
    popup.says({ type: 'oauth-nonce-loaded' }, 'https://evil.example')
    const data = { type: 'oauth-nonce-loaded' }
    window.dispatchEvent(new MessageEvent('message', { data, origin: server.origin, source: window }))
    expect(popup.visited).toHaveLength(1)
    popup.says(data)
    await popup.answers('allow')
    expect(await installing).toMatchObject({ status: 'VALID' })
  })

  it('rejects when the server does not begin the flow', async () => {
    server.intercept = ({ path }, response) => {
      if (!path.endsWith('/build-oauth')) return false
      sendFailure(response, 404, 'not_configured', 'Slack has no client id yet')
      return true
    }
    await expect(tenon.installIntegration('slack')).rejects.toMatchObject({ code: 'not_configured' })
    expect(popup.closed).toBe(true)
  })

  it('rejects when the browser blocks the window', async () => {
    vi.stubGlobal('open', () => null)
    await expect(tenon.installIntegration('slack')).rejects.toMatchObject({ code: 'popup_blocked' })
  })

  it('closes a window that turned out not to be needed', async () => {
    expect(await tenon.installIntegration('custom.tasklab')).toMatchObject({ status: 'VALID' })
    expect(window.open).toHaveBeenCalledOnce()
    expect(popup.closed).toBe(true)
  })

  it('opens none when there is something to finish or to refuse', async () => {
    connected(server.project, 'slack', { status: 'PENDING' })
    await tenon.authenticate()
    await tenon.installIntegration('slack')
    expect(window.open).not.toHaveBeenCalled()
  })
})

describe('a flow that does not end by itself', () => {
  async function started(options = {}) {
    await tenon.authenticate()
    vi.useFakeTimers({ toFake: ['setInterval', 'setTimeout', 'clearInterval', 'clearTimeout'] })
    const outcome = tenon.installIntegration('slack', options).catch((error) => error)
    while (popup.visited.length < 2) await vi.advanceTimersByTimeAsync(1)
    return outcome
  }
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

  it('ends when the user closes the window, after a grace for the server', async () => {
    const outcome = started()
    await vi.waitUntil(() => popup.visited.length === 2)
    popup.closed = true
    await pass(2_500)
    expect(await outcome).toMatchObject({ code: 'popup_closed' })
  })

  it('goes on while a window that looks closed has the focus: a provider cut the tie', async () => {
    vi.mocked(document.hasFocus).mockReturnValue(false)
    const outcome = started()
    await vi.waitUntil(() => popup.visited.length === 2)
    popup.closed = true
    await pass(60_000)
    await popup.answers('allow')
    await pass(1_000)
    expect(await outcome).toMatchObject({ status: 'VALID' })
  })

  it('ends when time runs out', async () => {
    const outcome = started({ oauthTimeoutMs: 5_000 })
    await vi.waitUntil(() => popup.visited.length === 2)
    await pass(5_000)
    expect(await outcome).toMatchObject({ code: 'oauth_timeout' })
    expect(popup.closed).toBe(true)
  })

  it('ends with the reason of the signal', async () => {
    const controller = new AbortController()
    const outcome = started({ signal: controller.signal })
    await vi.waitUntil(() => popup.visited.length === 2)
    controller.abort(new Error('the page was left'))
    expect(await outcome).toMatchObject({ message: 'the page was left' })
    expect(popup.closed).toBe(true)
  })

  it('outlives a server that is away for a moment', async () => {
    let failures = 3
    server.intercept = ({ path, method }, response) => {
      if (method !== 'GET' || !path.includes('/session-id/') || failures-- <= 0) return false
      response.writeHead(503).end()
      return true
    }
    const outcome = started()
    await vi.waitUntil(() => popup.visited.length === 2)
    await popup.answers('allow')
    await pass(5_000)
    expect(await outcome).toMatchObject({ status: 'VALID' })
  })
})
