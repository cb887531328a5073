import { createVerify, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { signatureBaseString } from './base-string.ts'
import type { Parameter } from './parameters.ts'
import { signatureOf } from './signature.ts'
import { oauth1Signer } from './signer.ts'

/** RFC 5849 §1.2 and §3.4.1.1, word for word. */
const CONSUMER = 'kd94hf93k423kf44'

describe('the vectors of RFC 5849', () => {
  test.for([
    {
      step: 'temporary credentials',
      call: { method: 'POST', url: 'https://photos.example.net/initiate' },
      tokenSecret: '',
      oauth: {
        oauth_consumer_key: 'dpf43f3p2l4k3l03',
        oauth_signature_method: 'HMAC-SHA1',
        oauth_timestamp: '137131200',
        oauth_nonce: 'wIjqoS',
        oauth_callback: 'http://printer.example.com/ready',
      },
      signature: '74KNZJeDHnMBp0EMJ9ZHt/XKycU=',
    },
    {
      step: 'token credentials',
      call: { method: 'POST', url: 'https://photos.example.net/token' },
      tokenSecret: 'hdhd0244k9j7ao03',
      oauth: {
        oauth_consumer_key: 'dpf43f3p2l4k3l03',
        oauth_token: 'hh5s93j4hdidpola',
        oauth_signature_method: 'HMAC-SHA1',
        oauth_timestamp: '137131201',
        oauth_nonce: 'walatlh',
        oauth_verifier: 'hfdp7dh39dks9884',
      },
      signature: 'gKgrFCywp7rO0OXSjdot/IHF7IU=',
    },
    {
      step: 'an authenticated call',
      call: { method: 'GET', url: 'http://photos.example.net/photos?file=vacation.jpg&size=original' },
      tokenSecret: 'pfkkdhi9sl3r4s00',
      oauth: {
        oauth_consumer_key: 'dpf43f3p2l4k3l03',
        oauth_token: 'nnch734d00sl2jdk',
        oauth_signature_method: 'HMAC-SHA1',
        oauth_timestamp: '137131202',
        oauth_nonce: 'chapoH',
      },
      signature: 'MdpQcU8iPSUjWoN/UDMsK2sui9I=',
    },
  ])('§1.2: $step', ({ call, tokenSecret, oauth, signature }) => {
    const sign = signatureOf('HMAC-SHA1', { consumerSecret: CONSUMER, tokenSecret })
    expect(sign(signatureBaseString(call, Object.entries(oauth) as Parameter[]))).toBe(signature)
  })

  test('§3.4.1.1: repeated keys, empty values, query and form', () => {
    const call = {
      method: 'POST',
      url: 'http://example.com/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b',
      form: 'c2&a3=2+q',
    }
    const oauth = {
      oauth_consumer_key: '9djdj82h48djs9d2',
      oauth_token: 'kkk9d7dh3k39sjv7',
      oauth_signature_method: 'HMAC-SHA1',
      oauth_timestamp: '137131201',
      oauth_nonce: '7d8f3e4a',
    }
    expect(signatureBaseString(call, Object.entries(oauth))).toBe(
      'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D' +
        '%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1' +
        '%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
    )
    const sign = signatureOf('HMAC-SHA1', { consumerSecret: 'j49sk3j29djd', tokenSecret: 'dh893hdasih9' })
    // the header of §3.4.1.1 shows "bYT5CMsGcbgUdFHObYMEfcx6bsw="; erratum 2550 corrects it
    expect(sign(signatureBaseString(call, Object.entries(oauth)))).toBe('r6/TJjbCOr97/+UU0NsvSne7s5g=')
  })

  test.for([
    ['HTTP://EXAMPLE.COM:80/r%20v/X?id=123', 'http://example.com/r%20v/X'],
    ['https://www.example.net:8080/?q=1', 'https://www.example.net:8080/'],
    ['https://example.net:443', 'https://example.net/'],
    ['https://example.net/a"|b', 'https://example.net/a"|b'],
  ] as const)('§3.4.1.2: %s is signed as %s', ([url, uri]) => {
    const [, signed = ''] = signatureBaseString({ method: 'get', url }, []).split('&')
    expect(decodeURIComponent(signed)).toBe(uri)
  })
})

const moment = { now: new Date(1_191_242_096_789), nonce: 'n-1' }
const call = { method: 'GET', url: 'https://api.example/x' }

describe('the header', () => {
  test('has the realm first, which is not signed', () => {
    const credentials = { method: 'HMAC-SHA256', consumerKey: 'ck', consumerSecret: 'cs' } as const
    const plain = oauth1Signer(credentials)(call, moment)
    const inRealm = oauth1Signer({ ...credentials, realm: '1234567_SB1' })(call, moment)
    expect(inRealm).toBe(plain.replace('OAuth ', 'OAuth realm="1234567_SB1", '))
    expect(plain).toMatch(/^OAuth oauth_consumer_key="ck", oauth_signature_method="HMAC-SHA256", /)
    expect(plain).toContain('oauth_timestamp="1191242096", oauth_nonce="n-1", oauth_version="1.0"')
    expect(plain).not.toContain('oauth_token')
  })

  test('holds any realm without breaking out of its quotes', () => {
    const sign = oauth1Signer({
      method: 'PLAINTEXT',
      realm: 'a"b\\c\r\né',
      consumerKey: '',
      consumerSecret: '',
    })
    expect(sign(call, moment)).toMatch(String.raw`OAuth realm="a\"b\\c%0D%0A%C3%A9", `)
  })

  test('with PLAINTEXT carries both secrets, encoded', () => {
    const sign = oauth1Signer({
      method: 'PLAINTEXT',
      consumerKey: 'ck',
      consumerSecret: 'djr9rjt0jd78jf88',
      token: 't',
      tokenSecret: 'jjd999&tj88uiths3',
    })
    expect(sign(call, moment)).toContain('oauth_signature="djr9rjt0jd78jf88%26jjd999%2526tj88uiths3"')
  })

  test('has another nonce each time, unless told one', () => {
    const sign = oauth1Signer({ method: 'HMAC-SHA1', consumerKey: 'ck', consumerSecret: 'cs' })
    const headers = Array.from({ length: 100 }, () => sign(call, { now: moment.now }))
    expect(new Set(headers).size).toBe(100)
    expect(sign(call, moment)).toBe(sign(call, moment))
  })
})

describe('RSA-SHA1', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const consumerSecret = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

  test('signs with the private key alone', () => {
    const sign = signatureOf('RSA-SHA1', { consumerSecret, tokenSecret: 'unused' })
    const signature = sign('GET&base&string')
    expect(createVerify('RSA-SHA1').update('GET&base&string').verify(publicKey, signature, 'base64')).toBe(
      true,
    )
  })

  test.for([
    ['no key', 'secret-that-is-no-key'],
    [
      'a key of another kind',
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ],
  ] as const)('refuses %s without quoting it', ([, consumerSecret]) => {
    const make = () => oauth1Signer({ method: 'RSA-SHA1', consumerKey: 'ck', consumerSecret })
    expect(make).toThrow(expect.objectContaining({ code: 'invalid_client' }))
    expect(make).not.toThrow(/secret-that/)
  })
})
