import { describe, expect, it } from 'vitest'
import { connected, meAnswer, project } from '../testing/project.ts'
import { findConnection, getChoice, getConfiguration, getConnection, seenThrough } from './connections.ts'
import type { IntegrationState } from './wire.ts'

function twoAccounts() {
  const fixture = project()
  const first = connected(fixture, 'slack')
  const second = connected(fixture, 'slack', { externalId: 'acme', status: 'INVALID' })
  const [base] = second.configurations
  if (!base) throw new TypeError('a connection has a configuration')
  second.configurations.push({ ...base, id: 'extra-id', isDefault: false, externalId: 'team-2' })
  const state = meAnswer(fixture, 'u').integrations.slack as IntegrationState
  state.allConfigurations = state.allCredentials.flatMap(({ configurations }) => configurations)
  return { state, first, second }
}

describe('choosing a connection', () => {
  it('takes the default when none is named', () => {
    const { state, first } = twoAccounts()
    expect(findConnection(state)).toBe(first)
    expect(findConnection(undefined)).toBeUndefined()
  })

  it.each(['acme', 'ext:acme', ' acme '])('finds the external id in %j', (choice) => {
    const { state, second } = twoAccounts()
    expect(findConnection(state, choice)).toBe(second)
  })

  it('finds an id', () => {
    const { state, second } = twoAccounts()
    expect(findConnection(state, second.id)).toBe(second)
  })

  it('says which one is missing', () => {
    const { state } = twoAccounts()
    expect(() => getConnection(state, 'slack', 'other')).toThrow(
      expect.objectContaining({
        code: 'connection_missing',
        message: 'The user has no "slack" connection "other"',
      }),
    )
    expect(() => getConnection(undefined, 'slack')).toThrow('The user has not connected "slack"')
  })
})

describe('choosing a configuration', () => {
  it('takes the default one of the connection', () => {
    const { state, second } = twoAccounts()
    expect(getChoice(state, 'slack', { selectedCredentialId: 'acme' }).configuration).toBe(
      second.configurations[0],
    )
  })

  it('finds the connection of a configuration that is named alone', () => {
    const { state, second } = twoAccounts()
    const chosen = getChoice(state, 'slack', { selectedConfigurationId: 'team-2' })
    expect(chosen).toEqual({ connection: second, configuration: second.configurations[1] })
  })

  it('refuses one of another connection', () => {
    const { first } = twoAccounts()
    expect(() => getConfiguration(first, 'team-2')).toThrow(expect.objectContaining({ code: 'not_found' }))
  })
})

it('shows an integration through another connection than the default', () => {
  const { state, second } = twoAccounts()
  expect(seenThrough(state, second.id)).toMatchObject({
    enabled: false,
    credentialId: second.id,
    credentialStatus: 'INVALID',
    credentialConfigId: second.configurations[0]?.id,
  })
  expect(seenThrough(state, second.id, 'removed')).toEqual(seenThrough(state, second.id))
  expect(seenThrough(state, 'removed')).toBe(state)
})
