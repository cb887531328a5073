import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { PortalView } from '@tenon/core'
import axe, { type AxeResults } from 'axe-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Harness, type Opened, type OpenOptions, startHarness } from './harness.ts'
import {
  connection,
  everyInput,
  feedType,
  keyType,
  oauthType,
  ownClientType,
  postedType,
  SYNC,
  secondConnection,
  serviceAccountType,
  view,
  workflows,
} from './views.ts'

const BUDGET_BYTES = 80 * 1024

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
})
afterEach(() => expect(harness.violations.splice(0)).toEqual([]))
afterAll(() => harness.close())

const keys = view({ accountTypes: [keyType] })
const broken = connection({ status: 'needs_reauth', reauthReason: 'refresh_rejected' })
const pending = connection({
  status: 'pending',
  account: null,
  choose: {
    inputId: 'tenant',
    title: 'Which organisation?',
    options: [
      { value: 'a', label: 'Northwind Ltd' },
      { value: 'b', label: 'Northwind GmbH' },
    ],
  },
})
const syncing = connection({ workflowSettings: { [SYNC]: { enabled: true, settings: { list: 'l2' } } } })

/** What the SDK does in `_oauthCallback`: keeps a failure in its state, and answers nothing then. */
const refusing = `(message) => {
  sdk.functions._oauthCallback = () =>
    sdk.setModal({ connectionError: new Error(JSON.stringify({ code: 'invalid_credentials', message })) })
}`
const accepting = `() => {
  sdk.functions._oauthCallback = () => sdk.setModal({ connectionError: undefined })
}`
const opensWindow = '() => { sdk.functions.startOAuthFlow = () => undefined }'
const connects = `(id) => sdk.setUser({ integrations: { salesforce: { allCredentials: [{ id, status: 'VALID' }] } } })`

async function enterKey({ portal }: Opened): Promise<void> {
  await portal.getByLabel('Your Salesforce address').fill('northwind')
  await portal.getByLabel('API key', { exact: true }).fill(' sk_live_1 ')
}

describe('opening and closing', () => {
  it('asks for the view with the user token, shows itself and says so', async () => {
    const opened = await harness.open(view())
    await opened.portal.getByText('Taskboard will be able to').waitFor()
    expect(harness.server.tokens.at(-1)).toBe('Bearer token-1')
    expect(await opened.calls()).toEqual([
      { type: 'updateContainerStyle', parameters: [{ isModalShown: true }] },
      { type: 'onOpen', parameters: [] },
    ])
    expect(
      await opened.portal.getByRole('heading', { level: 1 }).evaluate((h1) => h1 === document.activeElement),
    ).toBe(true)
  })

  it.each(['Escape', '✕', 'the backdrop'])('closes by %s', async (way) => {
    const { page, portal, calls } = await harness.open(view())
    await portal.getByRole('dialog').waitFor()
    if (way === 'Escape') await page.keyboard.press('Escape')
    if (way === '✕') await portal.getByRole('button', { name: 'Close' }).click()
    if (way === 'the backdrop') await page.mouse.click(5, 5)
    await page.locator('iframe').waitFor({ state: 'hidden' })
    expect(await calls('onClose')).toEqual([{ type: 'onClose', parameters: [true] }])
    expect((await calls('updateContainerStyle', 2)).at(-1)?.parameters).toEqual([{ isModalShown: false }])
  })

  it('says why there is nothing to show, and tries again', async () => {
    const { portal } = await harness.open({ status: 404, code: 'not_found' })
    await portal.getByRole('alert').getByText('has not finished setting this up').waitFor()
    harness.server.portal = { view: view() }
    await portal.getByRole('button', { name: 'Try again' }).click()
    await portal.getByText('Taskboard will be able to').waitFor()
  })

  it('goes on by itself with a new user token after one has expired', async () => {
    const { portal, host } = await harness.open({ status: 401, code: 'token_expired' })
    await portal.getByText('Your session has ended').waitFor()
    harness.server.portal = { view: view() }
    await host('() => sdk.setUser({ token: "token-2" })')
    await portal.getByText('Taskboard will be able to').waitFor()
    expect(harness.server.tokens.at(-1)).toBe('Bearer token-2')
  })

  it('speaks German when asked to', async () => {
    const { portal } = await harness.open(view(), { language: 'de' })
    await portal.getByRole('button', { name: 'Salesforce verbinden' }).waitFor()
  })
})

describe('connecting by the provider’s window', () => {
  async function connecting(options?: OpenOptions): Promise<Opened> {
    const opened = await harness.open(view(), options)
    await opened.host(opensWindow)
    await opened.portal.getByRole('button', { name: 'Connect Salesforce' }).click()
    await opened.portal.getByText('Finish in the window').waitFor()
    return opened
  }

  it('starts it with what the host page asked for, and shows the account once it is there', async () => {
    const { portal, host, calls } = await connecting({
      modal: { apiInstallationOptions: { externalId: 'acme', allowMultipleCredentials: true } },
    })
    expect((await calls('startOAuthFlow', 1)).map(({ parameters }) => parameters)).toEqual([
      [
        'salesforce',
        {
          externalId: 'acme',
          allowMultipleCredentials: true,
          accountType: 'oauth',
          endUserSuppliedValues: {},
        },
      ],
    ])
    harness.server.portal = { view: view({ connections: [connection()] }) }
    await host(connects, connection().id)
    await portal.getByRole('heading', { name: 'Salesforce is connected' }).waitFor()
    await portal.getByText('Connected on March 12, 2026').waitFor()
  })

  it('can be opened again, given up, and is seen to be declined', async () => {
    const { portal, host, calls } = await connecting()
    await portal.getByRole('button', { name: 'Open it again' }).click()
    expect(await calls('startOAuthFlow', 2)).toHaveLength(2)
    await portal.getByRole('button', { name: 'Cancel' }).click()
    await portal.getByRole('button', { name: 'Connect Salesforce' }).click()
    await host(
      `() => sdk.setModal({ connectionError: { type: 'oauth_error_callback', error: 'access_denied' } })`,
    )
    await portal.getByRole('alert').getByText('Access was declined').waitFor()
  })

  it('asks whether the window was closed when the focus comes back without an outcome', async () => {
    const { page, portal } = await connecting()
    await page.locator('#before').focus()
    await portal.getByRole('button', { name: 'Cancel' }).focus()
    await portal.getByText('Did you close the window?').waitFor()
  })

  it('says so when the browser blocked the window', async () => {
    const { portal, host } = await harness.open(view())
    await host(
      `() => { sdk.functions.startOAuthFlow = () => { throw new Error('Popup was blocked by the browser.') } }`,
    )
    await portal.getByRole('button', { name: 'Connect Salesforce' }).click()
    await portal.getByRole('alert').getByText('Allow pop-ups').waitFor()
  })

  it('is headless for a moment where the SDK would not open it after inputs', async () => {
    const asking = view({ accountTypes: [{ ...oauthType, inputs: keyType.inputs.slice(0, 1) }] })
    const { portal, host, calls } = await harness.open(asking, { integration: { needPreOauthInputs: true } })
    await host(opensWindow)
    await portal.getByLabel('Your Salesforce address').fill('northwind')
    await portal.getByRole('button', { name: 'Connect Salesforce' }).click()
    await portal.getByText('Finish in the window').waitFor()
    await calls('setHeadless', 2)
    const started = (await calls()).filter(({ type }) => type === 'setHeadless' || type === 'startOAuthFlow')
    expect(started.map(({ type, parameters }) => [type, parameters[0]])).toEqual([
      ['setHeadless', true],
      ['startOAuthFlow', 'salesforce'],
      ['setHeadless', false],
    ])
    expect(started[1]?.parameters[1]).toMatchObject({ endUserSuppliedValues: { subdomain: 'northwind' } })
  })
})

describe('connecting by entered values', () => {
  it('says what is wrong before anything is sent, and goes to the first of it', async () => {
    const { portal, calls } = await harness.open(keys)
    await portal.getByLabel('API key', { exact: true }).fill('nonsense')
    await portal.getByRole('button', { name: 'Connect Salesforce' }).click()
    await portal.getByText('This does not look right. Example: sk_live_51H…').waitFor()
    const address = portal.getByLabel('Your Salesforce address')
    expect(
      await address.evaluate((input) => [
        input === document.activeElement,
        input.getAttribute('aria-invalid'),
      ]),
    ).toEqual([true, 'true'])
    expect(await calls('_oauthCallback')).toHaveLength(0)
  })

  it('keeps what was typed when it is refused, and then connects', async () => {
    const opened = await harness.open(keys)
    const { portal, host, calls } = opened
    await host(refusing, 'Salesforce says: wrong key')
    await enterKey(opened)
    await portal.getByRole('button', { name: 'Connect Salesforce' }).click()
    await portal.getByText('Salesforce says: wrong key').waitFor()
    await host(accepting)
    harness.server.portal = { view: view({ connections: [connection()] }) }
    await portal.getByRole('button', { name: 'Connect Salesforce' }).click()
    await portal.getByText('Salesforce is connected').waitFor()
    const [first, second] = (await calls('_oauthCallback')).map(({ parameters }) => parameters)
    expect(first).toEqual([
      {
        integrationId: 'integration-1',
        payload: { subdomain: 'northwind', apiKey: 'sk_live_1' },
        attempt: 1,
      },
      undefined,
      { installOptions: { accountType: 'key' } },
    ])
    expect(second?.[0]).toMatchObject({ attempt: 2 })
  })

  it('sends them itself where the SDK takes no options', async () => {
    const opened = await harness.open(keys)
    await opened.host(`() => {
      delete sdk.functions.getVersion
      sdk.functions.sendConnectRequest = () => ({ id: 'c', status: 'VALID' })
      sdk.functions.updateCredentialData = () => undefined
    }`)
    await enterKey(opened)
    harness.server.portal = { view: view({ connections: [connection()] }) }
    await opened.portal.getByRole('button', { name: 'Connect Salesforce' }).click()
    await opened.portal.getByText('Salesforce is connected').waitFor()
    const [request] = await opened.calls('sendConnectRequest')
    expect(request?.parameters[0]).toBe('/sdk/credentials')
    expect((await opened.calls('triggerSDKEvent'))[0]?.parameters[0]).toMatchObject({
      type: 'onIntegrationInstall',
    })
  })

  it('completes a pending connection with what is chosen', async () => {
    const { portal, host, calls } = await harness.open(view({ connections: [pending] }))
    await host(accepting)
    await portal.getByRole('button', { name: 'Continue' }).click()
    await portal.getByText('Please choose one from the list.').waitFor()
    await portal.getByLabel('Northwind GmbH').check()
    harness.server.portal = { view: view({ connections: [connection()] }) }
    await portal.getByRole('button', { name: 'Continue' }).click()
    await portal.getByText('Salesforce is connected').waitFor()
    expect((await calls('_oauthCallback'))[0]?.parameters.slice(0, 2)).toMatchObject([
      { payload: { tenant: 'b' } },
      pending.id,
    ])
  })
})

describe('a connected account', () => {
  it('is reconnected under the same id, with the reason in words', async () => {
    const { portal, host, calls } = await harness.open(view({ connections: [broken] }))
    await portal.getByText('Salesforce no longer accepts the access you gave').waitFor()
    await host(opensWindow)
    await portal.getByRole('button', { name: 'Reconnect Salesforce' }).click()
    expect((await calls('startOAuthFlow', 1))[0]?.parameters[1]).toMatchObject({
      selectedCredentialId: broken.id,
    })
    harness.server.portal = { view: view({ connections: [connection()] }) }
    await host(connects, connection().id)
    await portal.getByText('Salesforce is connected again').waitFor()
  })

  it('is one of several, found and added to', async () => {
    const several = view({ connections: [connection(), secondConnection()] })
    const { portal } = await harness.open(several, {
      modal: { apiInstallationOptions: { allowMultipleCredentials: true } },
    })
    await portal.getByRole('button', { name: /sales@northwind/ }).click()
    expect(await portal.getByText('northwind-sales').count()).toBe(0)
    await portal.getByRole('button', { name: 'Back' }).click()
    await portal.getByRole('button', { name: 'Add another account' }).click()
    await portal.getByRole('button', { name: 'Connect Salesforce' }).waitFor()
  })

  it('is disconnected after a question that says what stops', async () => {
    const { portal, host, calls } = await harness.open(view({ connections: [syncing], workflows }))
    await portal.getByRole('button', { name: 'Disconnect' }).click()
    const question = portal.getByRole('region', { name: 'Disconnect ada@northwind.example?' })
    await question.getByText('Sync contacts').waitFor()
    await host(
      `() => { sdk.functions.uninstallIntegration = () => { throw new Error('{"message":"Not now.","code":"rate_limited"}') } }`,
    )
    await question.getByRole('button', { name: 'Yes, disconnect' }).click()
    await question.getByRole('alert').getByText('Not now.').waitFor()
    await host('() => { sdk.functions.uninstallIntegration = () => undefined }')
    harness.server.portal = { view: view() }
    await question.getByRole('button', { name: 'Yes, disconnect' }).click()
    await portal.getByText('ada@northwind.example was disconnected').waitFor()
    expect((await calls('uninstallIntegration')).at(-1)?.parameters).toEqual([
      'salesforce',
      { selectedCredentialId: syncing.id },
    ])
  })

  it('keeps its settings unsaved and in sight until they are saved, and what was typed when that fails', async () => {
    const settings = everyInput.slice(0, 3)
    const stored = connection({ sharedSettings: { prefix: 'CRM' } })
    const { page, portal, host, calls } = await harness.open(view({ connections: [stored], settings }))
    await portal.getByLabel('Prefix of task names').fill('Deals')
    await portal.getByText('Not saved yet').waitFor()
    await page.keyboard.press('Escape')
    await portal.getByRole('alertdialog').getByRole('button', { name: 'Keep editing' }).click()
    await host(
      `() => { sdk.functions.updateIntegrationUserSettings = () => ({ errors: ['Prefix is taken'] }) }`,
    )
    await portal.getByRole('button', { name: 'Save' }).click()
    await portal.getByText('Prefix is taken').waitFor()
    expect(await portal.getByLabel('Prefix of task names').inputValue()).toBe('Deals')
    await host('() => { sdk.functions.updateIntegrationUserSettings = () => ({ errors: [] }) }')
    await portal.getByRole('button', { name: 'Save' }).click()
    await portal.getByRole('status').getByText('Saved').waitFor()
    expect((await calls('updateIntegrationUserSettings')).at(-1)?.parameters).toEqual([
      'salesforce',
      { prefix: 'Deals' },
      { selectedCredentialId: stored.id, selectedConfigurationId: stored.configurationId },
    ])
  })

  it('turns a workflow on, and back when that fails', async () => {
    const { portal, host, calls } = await harness.open(view({ connections: [connection()], workflows }))
    const sync = portal.getByRole('switch', { name: 'Sync contacts' })
    await sync.click()
    await portal.getByText('That could not be changed').waitFor()
    expect(await sync.isChecked()).toBe(false)
    await host('() => { sdk.functions.enableWorkflow = () => undefined }')
    harness.server.portal = { view: view({ connections: [syncing], workflows }) }
    harness.server.sources = { lists: () => [{ value: 'l2', label: 'Customers' }] }
    await sync.click()
    await portal.getByRole('combobox', { name: 'Contact list' }).waitFor()
    expect((await calls('triggerSDKEvent', 1)).at(-1)?.parameters[0]).toMatchObject({
      type: 'onWorkflowChange',
      workflowId: SYNC,
      workflowStateChange: { enabled: true },
    })
  })
})

describe('dropdowns, by keyboard alone', () => {
  const inputs = everyInput.filter(({ id }) => ['list', 'record', 'board'].includes(id))
  const sources = { records: { main: 'objects', dependent: 'columns', parameter: 'object' } }
  const settings = view({ connections: [connection()], settings: inputs, sources })

  it('are searched and read page by page', async () => {
    const asked: unknown[] = []
    harness.server.sources = {
      lists({ search = '', pageCursor }) {
        asked.push([search, pageCursor])
        if (search !== '') return [{ value: 'found', label: `About ${search}` }]
        const records = [0, 1].map((n) => ({ value: `${pageCursor}-${n}`, label: `List ${pageCursor}-${n}` }))
        return { records, nextPageCursor: pageCursor === 0 ? 'second' : null }
      },
    }
    const { page, portal } = await harness.open(settings)
    const list = portal.getByRole('combobox', { name: 'Contact list' })
    await list.focus()
    await page.keyboard.press('ArrowDown')
    await portal.getByRole('option', { name: 'List 0-1' }).waitFor()
    for (const _ of [1, 2, 3]) await page.keyboard.press('ArrowDown')
    await portal.getByRole('option', { name: 'List second-1' }).waitFor()
    await page.keyboard.press('Escape')
    await portal.getByRole('dialog').waitFor()
    await list.pressSequentially('deals')
    await portal.getByRole('option', { name: 'About deals' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await list.inputValue()).toBe('About deals')
    expect(asked).toEqual([
      ['', 0],
      ['', 'second'],
      ['deals', 0],
    ])
  })

  it('depend on each other, and come from the host page where it gives them', async () => {
    const asked: unknown[] = []
    harness.server.sources = {
      objects: () => [{ title: 'Standard', items: [{ value: 'Contact', label: 'Contact' }] }],
      columns({ parameters }) {
        asked.push(parameters)
        return [{ value: 'Email', label: 'E-mail' }]
      },
    }
    const { page, portal, host, calls } = await harness.open(settings)
    await host(`() => {
      sdk.functions._loadCustomDropdownOptions = () => ({ options: [{ value: 'b', label: 'Roadmap' }], nextPageCursor: null })
      sdk.functions.updateIntegrationUserSettings = () => ({ errors: [] })
    }`)
    for (const [name, option] of [
      ['Record: 1', 'Contact'],
      ['Record: 2', 'E-mail'],
      ['Board', 'Roadmap'],
    ] as const) {
      await portal.getByRole('combobox', { name }).focus()
      await page.keyboard.press('ArrowDown')
      await portal.getByRole('option', { name: option }).waitFor()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
    }
    await portal.getByRole('button', { name: 'Save' }).click()
    await portal.getByText('One entry needs attention').waitFor()
    expect(asked[0]).toEqual([{ key: 'object', source: { type: 'VALUE', value: 'Contact' } }])
    expect((await calls('_loadCustomDropdownOptions'))[0]?.parameters[0]).toBe('boards')
  })
})

it('is walked through by Tab alone, which never leaves the sheet', async () => {
  const { page, portal } = await harness.open(keys)
  await portal.getByLabel('API key', { exact: true }).waitFor()
  const names: string[] = []
  for (let steps = 0; steps < 9; steps += 1) {
    await page.keyboard.press('Tab')
    names.push(
      await portal
        .locator(':focus')
        .evaluate((element) => element.getAttribute('aria-label') ?? element.textContent?.trim() ?? ''),
    )
  }
  expect(names).toEqual([
    'Close',
    'How it works',
    'Show less',
    'Where to find your API key (opens a new window)',
    '',
    '',
    'Show: API key',
    'Connect Salesforce',
    'Close',
  ])
  await page.keyboard.press('Shift+Tab')
  expect(await portal.locator(':focus').textContent()).toBe('Connect Salesforce')
})

describe('every state', () => {
  type Case = [string, PortalView | Parameters<Harness['open']>[0], ((opened: Opened) => Promise<unknown>)?]
  const click = (name: string) => (opened: Opened) => opened.portal.getByRole('button', { name }).click()
  const states: Case[] = [
    ['loading', 'never'],
    [
      'not available',
      { status: 404, code: 'not_found' },
      ({ portal }) => portal.getByRole('alert').waitFor(),
    ],
    ['connect', view({ accountTypes: [oauthType, keyType] })],
    ['problems', keys, click('Connect Salesforce')],
    [
      'refused',
      keys,
      async (opened) => {
        await opened.host(refusing, 'Wrong key')
        await enterKey(opened)
        await click('Connect Salesforce')(opened)
        await opened.portal.getByText('Wrong key').waitFor()
      },
    ],
    [
      'waiting',
      view(),
      async (opened) => {
        await opened.host(opensWindow)
        await click('Connect Salesforce')(opened)
      },
    ],
    [
      'connected',
      view(),
      async (opened) => {
        await opened.host(opensWindow)
        await click('Connect Salesforce')(opened)
        harness.server.portal = { view: view({ connections: [syncing], workflows }) }
        await opened.host(connects, syncing.id)
        await opened.portal.getByText('is connected').waitFor()
      },
    ],
    [
      'settings',
      view({ connections: [connection()], settings: everyInput }),
      async ({ portal }) => {
        await portal.getByRole('combobox', { name: 'Contact list' }).click()
        await portal.getByRole('option', { name: 'Customers' }).waitFor()
      },
    ],
    ['a service account', view({ accountTypes: [serviceAccountType] }), click('Connect Salesforce')],
    ['a client of the user’s own', view({ accountTypes: [ownClientType] }), click('Use an OAuth client')],
    ['a store to activate us in', view({ accountTypes: [postedType] })],
    ['a feed', view({ accountTypes: [feedType] })],
    ['accounts', view({ connections: [broken, secondConnection()] })],
    ['reconnect', view({ connections: [broken] })],
    ['choice', view({ connections: [pending] })],
    ['disconnect', view({ connections: [syncing], workflows }), click('Disconnect')],
    [
      'leaving',
      view({ connections: [connection()], settings: everyInput.slice(0, 1) }),
      async ({ page, portal }) => {
        await portal.getByLabel('Prefix').fill('CRM')
        await page.keyboard.press('Escape')
        await portal.getByRole('alertdialog').waitFor()
      },
    ],
  ]

  it.each(states)('%s: is accessible, light and dark, and fits a phone', async (_, answer, act) => {
    harness.server.sources = { lists: () => [{ value: 'l2', label: 'Customers', subtitle: 'Shared' }] }
    const opened = await harness.open(answer, { width: 360, height: 740 })
    await opened.portal.getByRole('heading', { level: 1 }).waitFor()
    await act?.(opened)
    const frame = await opened.frame()
    await frame.evaluate(axe.source)
    for (const colorScheme of ['light', 'dark'] as const) {
      await opened.page.emulateMedia({ colorScheme })
      const { violations } = (await frame.evaluate('axe.run({ resultTypes: ["violations"] })')) as AxeResults
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    }
    const overflow = await opened.portal.locator('.sheet *').evaluateAll((elements) =>
      elements
        .filter((element) => {
          const { left, right, width } = element.getBoundingClientRect()
          return width > 1 && (left < 0 || right > innerWidth)
        })
        .map(({ className }) => className),
    )
    expect(overflow).toEqual([])
  })
})

it('weighs no more than its budget', async () => {
  const assets = await readdir(join(harness.dist, 'assets'))
  const files = ['index.html', ...assets.map((name) => join('assets', name))]
  const sizes = await Promise.all(
    files.map(async (name) => gzipSync(await readFile(join(harness.dist, name))).length),
  )
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(BUDGET_BYTES)
})
