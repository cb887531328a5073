import { expect, test } from 'vitest'
import { adaptRequest, type WireForm } from './adapt-request.ts'

const URL = 'https://provider.example/token?tenant=1'

function adapted(form: WireForm, renameParams: Record<string, string> = {}) {
  const standard = {
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
    },
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'a/b+c d' }),
  }
  return adaptRequest(URL, standard, form, renameParams)
}

test('a form says nothing of a charset, which its type does not have', () => {
  expect(adapted({ method: 'POST', body: 'form' })).toEqual({
    url: URL,
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=refresh_token&refresh_token=a%2Fb%2Bc+d',
  })
})

test('JSON', () => {
  expect(adapted({ method: 'POST', body: 'json' })).toEqual({
    url: URL,
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: '{"grant_type":"refresh_token","refresh_token":"a/b+c d"}',
  })
})

test('a query joins the one that is there', () => {
  expect(adapted({ method: 'GET', body: 'query' })).toEqual({
    url: `${URL}&grant_type=refresh_token&refresh_token=a%2Fb%2Bc+d`,
    method: 'GET',
    headers: { accept: 'application/json' },
  })
})

test('nothing at all', () => {
  const form: WireForm = { method: 'DELETE', body: 'none' }
  expect(adapted(form)).toEqual({ url: URL, method: 'DELETE', headers: { accept: 'application/json' } })
})

test('other names', () => {
  const { body } = adapted({ method: 'POST', body: 'form' }, { refresh_token: 'token' })
  expect(body).toBe('grant_type=refresh_token&token=a%2Fb%2Bc+d')
})
