import type { PortalView } from '@tenon/core'
import { providers } from '@tenon/providers'
import { afterEach, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/harness.ts'

let server: TestServer

afterEach(() => server.close())

/** What the portal learns of HubSpot when the team asks these settings of its users. */
async function sourcesFor(inputs: object[]): Promise<PortalView['sources']> {
  server = await startTestServer()
  const known = inputs.map((input, index) => ({ id: `input-${index}`, title: 'Setting', ...input }))
  await server.integrate({ provider: 'hubspot', inputs: known as never })
  const view = (await (await server.call('sdk/portal/hubspot')).json()) as PortalView
  return view.sources
}

const stages = { main: 'deal_pipelines', dependent: 'deal_stages', parameter: 'deal_pipelines' }

test.each([
  { type: 'COMBO_INPUT' },
  { type: 'DYNAMIC_COMBO_INPUT' },
  { type: 'FIELD_MAPPER', savedFieldMappings: [] },
])('a list that needs a value of another is its second one: %j', async (input) => {
  expect(await sourcesFor([{ ...input, sourceType: 'deal_stages' }])).toEqual({ deal_stages: stages })
})

test('a list that needs nothing, one that the page does not have and a plain dropdown name no pair', async () => {
  const inputs = [
    { type: 'COMBO_INPUT', sourceType: 'deal_pipelines' },
    { type: 'COMBO_INPUT', sourceType: 'constructor' },
    { type: 'DYNAMIC_ENUM', sourceType: 'deal_stages' },
  ]
  expect(await sourcesFor(inputs)).toEqual({})
})

test('every pair of a page leads to two sources that it has', async () => {
  const needing = Object.entries(providers.get('hubspot')?.sources ?? {}).filter(
    ([, { parameters }]) => parameters.length === 1,
  )
  const inputs = needing.map(([sourceType]) => ({ type: 'COMBO_INPUT', sourceType }))
  const pairs = Object.values((await sourcesFor(inputs)) ?? {})
  expect(pairs).toHaveLength(needing.length)
  for (const { main = '', dependent } of pairs) {
    expect(Object.keys(providers.get('hubspot')?.sources ?? {})).toEqual(
      expect.arrayContaining([main, dependent]),
    )
  }
})

test('says which ways to connect the team has not finished setting up, and the list whether there is any other', async () => {
  server = await startTestServer()
  await server.integrate({ provider: 'hubspot' })
  await server.integrate({ provider: 'quickbooks' })
  await server.integrate({ provider: 'rss' })
  const readiness = async (slug: string) => {
    const view = (await (await server.call(`sdk/portal/${slug}`)).json()) as PortalView
    return view.accountTypes.map(({ kind, isReady }) => [kind, isReady])
  }
  expect(await readiness('hubspot')).toEqual([
    ['redirect', false],
    ['entered', true],
  ])
  expect(await readiness('quickbooks')).toEqual([['redirect', false]])
  expect((await readiness('rss')).every(([, isReady]) => isReady)).toBe(true)
  const list = (await (await server.call('sdk/integrations')).json()) as { type: string; isReady: boolean }[]
  const ready = list.map(({ type, isReady }) => [type, isReady])
  expect(Object.fromEntries(ready)).toEqual({ hubspot: true, quickbooks: false, rss: true })
})
