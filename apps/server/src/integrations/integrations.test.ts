import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/harness.ts'
import { authKindOf, authKindUsed, clientOf, listIntegrations, switchOnIntegration } from './integrations.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

describe('switching a provider on', () => {
  test('the help link of the sandbox leads to where the team says that it is', async () => {
    const { ctx } = server
    const origin = 'http://localhost:5999'
    const sandbox = await switchOnIntegration(ctx, { provider: 'sandbox', variables: { origin } })
    expect(authKindOf(sandbox, 'api_key').help?.url).toBe(`${origin}/settings/api-keys`)
    expect(authKindUsed(sandbox, 'api_key').help?.url).toBe(`${origin}/settings/api-keys`)
  })

  test('allows clients of the users’ own only where a kind that is offered takes one', async () => {
    const allow = (provider: string, accountTypes?: string[]) =>
      switchOnIntegration(server.ctx, { provider, accountTypes, allowsOwnClient: true })
    for (const provider of ['openai', 'trello'])
      await expect(allow(provider)).rejects.toThrow(/cannot bring an OAuth client of their own for .* by "/)
    await expect(allow('hubspot', ['api_key'])).rejects.toThrow(/cannot bring/)
    expect(await allow('hubspot')).toMatchObject({ allowsOwnClient: true, missing: [] })
  })

  test('eight times at once makes one integration, whose client secret opens', async () => {
    const { ctx } = server
    const client = { provider: 'slack', clientId: 'c', clientSecret: 's' }
    await Promise.all(Array.from({ length: 8 }, () => switchOnIntegration(ctx, client)))
    const [slack, ...others] = (await listIntegrations(ctx)).filter(({ slug }) => slug === 'slack')
    expect(others).toEqual([])
    if (!slack) throw new Error('slack was switched on')
    expect(await clientOf(ctx, slack, authKindOf(slack), {})).toEqual({ id: 'c', secret: 's' })
  })
})
