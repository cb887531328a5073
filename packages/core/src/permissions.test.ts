import { expect, test } from 'vitest'
import { isPermitted, namesConnections, PermissionsClaim } from './permissions.ts'

const slackA = { integration: 'slack', connectionId: 'A' }
const UUID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'
const slackB = { integration: 'slack', connectionId: 'B' }
const claim = (value: unknown) => PermissionsClaim.parse(value)

test('no claim allows everything', () => {
  expect(isPermitted(undefined, 'proxy', slackA)).toBe(true)
})

test('a claim allows only what it names', () => {
  expect(isPermitted(claim({}), 'proxy', slackA)).toBe(false)
  expect(isPermitted(claim({ 'integration:hubspot': true }), 'proxy', slackA)).toBe(false)
  expect(isPermitted(claim({ 'integration:slack': true }), 'proxy', slackA)).toBe(true)
})

test('true for all integrations is an administrator', () => {
  expect(isPermitted(claim({ 'integration:*': true }), 'credential:write', slackA)).toBe(true)
})

test('more specific scopes override less specific ones', () => {
  const permissions = claim({ 'integration:*': true, 'integration:slack': ['credential:read'] })
  expect(isPermitted(permissions, 'credential:read', slackA)).toBe(true)
  expect(isPermitted(permissions, 'proxy', slackA)).toBe(false)
  expect(isPermitted(permissions, 'proxy', { integration: 'github' })).toBe(true)
})

test('scopes can be nested: one connection of one integration', () => {
  const permissions = claim({ 'integration:slack': { 'credential:A': true } })
  expect(isPermitted(permissions, 'proxy', slackA)).toBe(true)
  expect(isPermitted(permissions, 'proxy', slackB)).toBe(false)
})

test('permissions can be named one by one', () => {
  const permissions = claim({ 'integration:*': { proxy: false, 'credential:read': true } })
  expect(isPermitted(permissions, 'credential:read', slackA)).toBe(true)
  expect(isPermitted(permissions, 'proxy', slackA)).toBe(false)
})

test('a connection can be named by its external id', () => {
  const permissions = claim({ 'credential:ext:main': ['proxy'] })
  expect(isPermitted(permissions, 'proxy', { ...slackA, connectionExternalId: 'main' })).toBe(true)
  expect(isPermitted(permissions, 'proxy', slackA)).toBe(false)
})

test('a claim that is JSON in a string reads the same', () => {
  expect(isPermitted(claim('{"integration:*":true}'), 'proxy', slackA)).toBe(true)
  expect(PermissionsClaim.safeParse('{not json').success).toBe(false)
  expect(PermissionsClaim.safeParse(['proxy']).success).toBe(false)
})

test.each([
  [{ 'integration:googleCalendar': false }, { integration: 'google-calendar' }],
  [{ 'integration:google-calendar': false }, { integration: 'googleCalendar' }],
  [{ 'integration:Slack': false }, slackA],
  [{ 'integration:slack': { 'credential:*': true, 'credential:A': false } }, slackA],
  [{ 'credential:3F2504E0-4F89-41D3-9A0C-0305E82C3301': false }, { connectionId: UUID }],
  [{ [`credential:${UUID}`]: false }, { connectionId: UUID.toUpperCase() }],
  [
    { 'integration:googleCalendar': false, 'integration:google-calendar': true },
    { integration: 'google-calendar' },
  ],
])('%j denies %j, however it is spelt', (denial, target) => {
  expect(isPermitted(claim({ 'integration:*': true, ...denial }), 'proxy', target)).toBe(false)
})

test('external ids are told apart by case', () => {
  const permissions = claim({ 'integration:*': true, 'credential:ext:Main': false })
  expect(isPermitted(permissions, 'proxy', { connectionExternalId: 'main' })).toBe(true)
})

test('what is granted for configurations concerns only calls about one', () => {
  const permissions = claim({ 'configuration:*': true })
  expect(isPermitted(permissions, 'proxy', slackA)).toBe(false)
  expect(isPermitted(permissions, 'credential:write', { ...slackA, configurationId: UUID })).toBe(true)
  const one = claim({ 'configuration:*': true, [`configuration:${UUID}`]: false })
  expect(isPermitted(one, 'credential:write', { ...slackA, configurationId: UUID })).toBe(false)
})

test.each([
  [{ 'integration:slack': ['proxy'], 'credential:*': ['credential:read'] }, false],
  [{ 'integration:slack': { 'credential:read': true, proxy: { 'credential:*': true } } }, false],
  [{ 'credential:A': true }, true],
  [{ 'integration:slack': { proxy: { 'credential:ext:main': false } } }, true],
])('%j names single connections: %s', (permissions, expected) => {
  expect(namesConnections(claim(permissions))).toBe(expected)
})
