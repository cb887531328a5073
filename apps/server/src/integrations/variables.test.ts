import { findProvider, type Provider } from '@tenon/providers'
import { expect, test } from 'vitest'
import { checkVariables, withDefaults } from './variables.ts'

const page = (id: string): Provider => {
  const found = findProvider(id)
  if (!found) throw new Error(`no page ${id}`)
  return found
}
const origin = (value: string) => ({ origin: value })
const HOST = 'sandbox-quickbooks.api.intuit.com'

test('what the team leaves out is the default', () => {
  expect(withDefaults(page('quickbooks'), {})).toEqual({ api_host: 'quickbooks.api.intuit.com' })
  expect(withDefaults(page('quickbooks'), { api_host: HOST })).toEqual({ api_host: HOST })
})

test.each<[id: string, values: Record<string, string>, outboundAllow: string[]]>([
  ['quickbooks', { api_host: HOST }, []],
  ['slack', {}, []],
  ['sandbox', {}, ['localhost:4402']],
  ['sandbox', {}, ['127.0.0.0/8']],
  ['sandbox', origin('http://127.0.0.1:5000'), ['127.0.0.1:5000']],
  ['sandbox', origin('http://[::1]:5000'), ['::1']],
  ['sandbox', origin('https://sandbox.example'), ['sandbox.example:443']],
])('%s takes %j where %j is allowed', (id, values, outboundAllow) => {
  expect(() => checkVariables(page(id), values, outboundAllow)).not.toThrow()
})

test.each<[id: string, values: Record<string, string>, outboundAllow: string[], message: RegExp]>([
  ['quickbooks', { api_host: 'evil.example' }, ['evil.example'], /must be one of quickbooks/],
  ['quickbooks', { host: HOST }, [], /has no variable "host"; it has api_host/],
  ['slack', { host: HOST }, [], /it has none/],
  ['sandbox', {}, [], /operator allows/],
  ['sandbox', origin('https://evil.example'), ['localhost:4402'], /operator allows/],
  ['sandbox', origin('http://localhost:4403'), ['localhost:4402'], /operator allows/],
  ['sandbox', origin('http://localhost:4402@evil.example'), ['localhost:4402'], /operator allows/],
  ['sandbox', origin('http://localhost:4402/x'), ['localhost:4402'], /operator allows/],
  ['sandbox', origin(''), ['localhost:4402'], /operator allows/],
])('%s refuses %j where %j is allowed', (id, values, outboundAllow, message) => {
  expect(() => checkVariables(page(id), values, outboundAllow)).toThrow(message)
})
