import fc from 'fast-check'
import { expect, test } from 'vitest'
import { percentEncode } from '../percent-encode.ts'
import { signatureBaseString } from './base-string.ts'
import { normalizeParameters, parseParameters } from './parameters.ts'
import { oauth1Signer } from './signer.ts'

/** Any text, halves of surrogate pairs included. */
const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
})
const parameters = fc.array(fc.tuple(anyText, anyText), { maxLength: 12 })

test('encoding leaves unreserved characters alone, and nothing else', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const encoded = percentEncode(text)
      expect(encoded).toMatch(/^(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*$/)
      expect(decodeURIComponent(encoded)).toBe(text.toWellFormed())
    }),
  )
})

test('the order in which parameters were sent does not matter', () => {
  const shuffled = parameters.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  )
  fc.assert(
    fc.property(shuffled, ([one, other]) => {
      const signed = (oauth: [string, string][]) =>
        signatureBaseString({ method: 'POST', url: 'https://api.example/x' }, oauth)
      expect(signed(one)).toBe(signed(other))
    }),
  )
})

test('it does not matter whether a parameter came in the query, the form or the header', () => {
  fc.assert(
    fc.property(parameters, (list) => {
      const encoded = new URLSearchParams(list).toString()
      const url = 'https://api.example/x'
      const inQuery = signatureBaseString({ method: 'POST', url: `${url}?${encoded}` }, [])
      expect(signatureBaseString({ method: 'POST', url, form: encoded }, [])).toBe(inQuery)
      expect(signatureBaseString({ method: 'POST', url }, list)).toBe(inQuery)
    }),
  )
})

test('normalised parameters are read as what they were', () => {
  const sorted = (list: readonly (readonly [string, string])[]) =>
    list.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`).sort()
  fc.assert(
    fc.property(parameters, (list) => {
      expect(sorted(parseParameters(normalizeParameters(list)))).toEqual(sorted(list))
    }),
  )
})

test('any credentials, query and form can be signed, and the header can be sent', () => {
  const all = fc.record({ key: anyText, secret: anyText, token: anyText, realm: anyText, rest: anyText })
  fc.assert(
    fc.property(all, ({ key, secret, token, realm, rest }) => {
      const credentials = { consumerKey: key, consumerSecret: secret, token, tokenSecret: secret, realm }
      const sign = oauth1Signer({ ...credentials, method: 'HMAC-SHA256' })
      const call = { method: 'POST', url: `https://api.example/${rest}?${rest}`, form: rest }
      const header = sign(call, { now: new Date(0) })
      expect(header).toMatch(/^[\x20-\x7e]+$/)
    }),
  )
})
