import type { PortalConnection, PortalView } from '@tenon/core'
import { describe, expect, it } from 'vitest'
import type { HostState } from '../sdk/messages.ts'
import { changedConnection, firstScreen, isFinishedInstall, isShown, offeredTypes } from './screen.ts'
import { closedPortal, type PortalState, withAttempt, withHost, withScreen, withView } from './state.ts'

function connection(parts: Partial<PortalConnection> = {}): PortalConnection {
  return {
    id: 'c-1',
    status: 'active',
    reauthReason: null,
    externalId: null,
    accountTypeId: 'oauth',
    account: { id: '1', label: 'Ada' },
    connectedAt: '2026-03-12T09:30:00.000Z',
    choose: null,
    configurationId: 'f-1',
    sharedSettings: {},
    workflowSettings: {},
    ...parts,
  }
}

const oauth = {
  id: 'oauth',
  label: 'Sign in',
  kind: 'redirect',
  isReady: true,
  inputs: [],
  scopes: [],
} as const
const key = {
  ...oauth,
  id: 'key',
  kind: 'entered',
  inputs: [{ type: 'PASSWORD', id: 'k', title: 'Key' }],
} as const

function view(connections: PortalConnection[], accountTypes: unknown[] = [oauth]): PortalView {
  const integration = {
    id: 'i-1',
    slug: 'slack',
    name: 'Slack',
    iconUrl: '',
    accentColor: '',
    description: '',
  }
  return {
    product: { name: 'Taskboard' },
    integration: { ...integration, overviewHtml: '' },
    accountTypes: accountTypes as PortalView['accountTypes'],
    connections,
    settings: [],
    workflows: [],
  }
}

function host(parts: Partial<HostState> = {}): HostState {
  return {
    projectId: 'p',
    token: 't',
    integration: { id: 'i-1', slug: 'slack', name: null, needsInputsFirst: false, raw: {} },
    install: {},
    selectedCredentialId: null,
    connectionError: undefined,
    isWindowClosed: false,
    shouldShowPortalAfterInstall: false,
    credentials: [],
    dropdowns: new Map(),
    mapObjectFields: {},
    ...parts,
  }
}

function opened(shown: PortalView, parts: Partial<HostState> = {}): PortalState {
  return withView(withHost(closedPortal, host(parts)), shown)
}

const window = { by: 'window', accountTypeId: 'oauth', values: {}, connectionId: null } as const
const other = connection({ id: 'c-2', externalId: 'sales' })

describe('the portal opens', () => {
  it.each([
    ['at connecting when nothing is connected', [], {}, { name: 'connect' }],
    ['at the only account', [connection()], {}, { name: 'account', id: 'c-1' }],
    ['at the list of several', [connection(), other], {}, { name: 'accounts' }],
    [
      'at the account named by id',
      [connection(), other],
      { selectedCredentialId: 'c-2' },
      { name: 'account', id: 'c-2' },
    ],
    [
      'at the account named by external id',
      [connection(), other],
      { selectedCredentialId: 'ext:sales' },
      { name: 'account', id: 'c-2' },
    ],
    [
      'at connecting when a further account is asked for',
      [connection()],
      { install: { externalId: 'new', allowMultipleCredentials: true } },
      { name: 'connect' },
    ],
  ])('%s', (_, connections, parts, screen) => {
    expect(firstScreen(view(connections), host(parts))).toEqual(screen)
  })

  it('with the ways to connect that the host page names, or all when it names none that exists', () => {
    const both = view([], [oauth, key])
    expect(offeredTypes(both, { accountType: ['key'] }).map(({ id }) => id)).toEqual(['key'])
    expect(offeredTypes(both, { accountType: 'nonsense' })).toHaveLength(2)
  })

  it('are those that the team has finished setting up, unless there is none', () => {
    const types = [{ ...oauth, isReady: false }, key]
    expect(offeredTypes(view([], types), {}).map(({ id }) => id)).toEqual(['key'])
    expect(offeredTypes(view([], types), { accountType: 'oauth' }).map(({ id }) => id)).toEqual(['oauth'])
    expect(offeredTypes(view([], types.slice(0, 1)), {}).map(({ id }) => id)).toEqual(['oauth'])
  })
})

describe('an attempt to connect', () => {
  it('ends with the connection it brought about', () => {
    const state = withView(withAttempt(opened(view([])), window), view([connection()]))
    expect(state).toMatchObject({
      attempt: null,
      moment: { kind: 'connected' },
      screen: { name: 'account', id: 'c-1' },
    })
  })

  it('knows a renewed connection from a new one', () => {
    const broken = connection({ status: 'needs_reauth', reauthReason: 'refresh_rejected' })
    const renewing = withAttempt(opened(view([broken])), { ...window, connectionId: 'c-1' })
    expect(withView(renewing, view([connection()])).moment).toMatchObject({ kind: 'reconnected' })
  })

  it('goes on to the choice that is left, without celebrating yet', () => {
    const pending = connection({ status: 'pending' })
    const state = withView(withAttempt(opened(view([])), window), view([pending]))
    expect(state).toMatchObject({ moment: null, screen: { name: 'account', id: 'c-1' } })
  })

  it('waits while nothing is different', () => {
    expect(withView(withAttempt(opened(view([])), window), view([])).attempt).not.toBeNull()
  })

  it('fails on an error that was not there before, the same one twice included', () => {
    const refused = host({ connectionError: { error: 'access_denied' } })
    const failed = withHost(withAttempt(opened(view([])), window), refused)
    expect(failed).toMatchObject({ attempt: null, attemptFault: { code: 'access_denied' } })
    const again = withAttempt(failed, window)
    expect(withHost(again, refused).attempt).not.toBeNull()
    expect(withHost(withHost(again, host()), refused).attempt).toBeNull()
  })
})

it('takes the account that was asked for first, then a new one, then any that changed', () => {
  const changed = connection({ status: 'pending' })
  expect(changedConnection([connection()], [changed, other], 'c-1')?.id).toBe('c-1')
  expect(changedConnection([connection()], [changed, other], null)?.id).toBe('c-2')
  expect(changedConnection([connection()], [changed], null)?.id).toBe('c-1')
  expect(changedConnection([connection()], [connection({ status: 'needs_reauth' })], null)).toBeUndefined()
})

it('leaves an account that is gone', () => {
  const state = withView(opened(view([connection()])), view([]))
  expect(state.screen).toEqual({ name: 'connect' })
})

it('starts afresh for another integration', () => {
  const failed = { ...opened(view([])), attemptFault: { code: 'unknown', message: '' } }
  const integration = { id: 'i-2', slug: 'xero', name: null, needsInputsFirst: false, raw: {} }
  expect(withHost(failed, host({ integration }))).toMatchObject({
    view: null,
    attemptFault: null,
    screen: null,
  })
})

it('starts afresh when the host page asks for the same integration in another way', () => {
  const installed = withView(opened(view([]), { install: { isApiInstallation: true } }), view([connection()]))
  expect(withHost(installed, host())).toMatchObject({ view: null, moment: null, screen: null })
  expect(withHost(installed, host({ install: { isApiInstallation: true } })).view).not.toBeNull()
})

describe('an installation without a portal', () => {
  const install = { isApiInstallation: true }

  it('shows nothing while the SDK has the provider’s window open, nor afterwards', () => {
    const state = opened(view([]), { install })
    expect([isShown(state), isFinishedInstall(state)]).toEqual([false, false])
    const done = withView(state, view([connection()]))
    expect([isShown(done), isFinishedInstall(done)]).toEqual([false, true])
  })

  it.each([
    ['a key has to be entered', [key]],
    ['there are several ways', [oauth, { ...oauth, id: 'sandbox' }]],
  ])('shows the portal when %s', (_, types) => {
    expect(isShown(opened(view([], types), { install }))).toBe(true)
  })

  it('shows what is left to choose, unless the host page does that itself', () => {
    const pending = view([connection({ status: 'pending' })])
    expect(isShown(opened(pending, { install }))).toBe(true)
    expect(isShown(opened(pending, { install: { ...install, bypassPostOAuthPrompt: true } }))).toBe(false)
  })

  it('shows the result when that is asked for', () => {
    const asked = { install: { ...install, showPortalAfterInstall: true } }
    const done = withView(opened(view([]), asked), view([connection()]))
    expect(isShown(done)).toBe(true)
    expect(done).toMatchObject({ moment: { kind: 'connected' }, screen: { name: 'account', id: 'c-1' } })
  })

  describe('whose first view comes after the provider’s window is done', () => {
    const asked = { install: { ...install, showPortalAfterInstall: true } }
    const known = { ...asked, credentials: ['c-1 VALID'] }

    it('shows the result when the SDK knows of it already', () => {
      const opening = withHost(withHost(closedPortal, host(asked)), host(known))
      const done = withView(opening, view([connection()]))
      expect(isShown(done)).toBe(true)
      expect(done).toMatchObject({ moment: { kind: 'connected' }, screen: { name: 'account', id: 'c-1' } })
    })

    it('shows the result when the SDK learns of it only then', () => {
      const early = withView(withHost(closedPortal, host(asked)), view([connection()]))
      expect([isShown(early), early.moment]).toEqual([false, null])
      const done = withView(withHost(early, host(known)), view([connection()]))
      expect(isShown(done)).toBe(true)
      expect(done).toMatchObject({ moment: { kind: 'connected' } })
      expect(withView(withScreen(done, { name: 'accounts' }), view([connection()])).moment).toBeNull()
    })

    it('takes an account that was there before for no result', () => {
      const before = withView(withHost(closedPortal, host(known)), view([connection()]))
      expect(isShown(before)).toBe(false)
      const done = withView(before, view([connection(), other]))
      expect(done).toMatchObject({ moment: { kind: 'connected' }, screen: { id: 'c-2' } })
    })
  })

  it('takes changed settings of the new account for no further installation', () => {
    const asked = { install: { ...install, showPortalAfterInstall: true } }
    const done = withView(opened(view([]), asked), view([connection()]))
    const seen = withScreen(done, { name: 'accounts' })
    const changed = view([connection({ sharedSettings: { list: 'L1' } })])
    expect(withView(seen, changed)).toMatchObject({ moment: null, screen: { name: 'accounts' } })
  })
})
