import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readPublicKey } from './public-key.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = toPem(publicKey)
const jwk = publicKey.export({ format: 'jwk' })

/** Made with `openssl req -x509 -newkey rsa:2048`; the key inside is the one below it. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIDGzCCAgOgAwIBAgIUcEUss6aUeK3FXaKK8BEIYrY66awwDQYJKoZIhvcNAQEL
BQAwHDEaMBgGA1UEAwwRdGFza2JvYXJkLmV4YW1wbGUwIBcNMjYxMTIxMDU1MjQ2
WhgPMjEyNjEwMjgwNTUyNDZaMBwxGjAYBgNVBAMMEXRhc2tib2FyZC5leGFtcGxl
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAmpx5U8bIy+LTAZTmXkde
xe2ZDrnHrWenFlSH3yvoTuoKBDaKA7h3vWkQcyxKXbpY7hYWRcy7KdaxMhTaXceI
WS0FkSP4nSnBtj6tl60kXVL+mHKHL/WBAGABOoOI+foltJEMVpD8zsND2f+xUxL1
/NMGGPdi2i3DZwseTAKD7fmTqjlFQuHJkIYLS3GJc0x6bJhDTKI1fieC7rAUbLEG
IAOdxmMr5/N2axMZv6fTTds7eCW06ZGKKdpymcBMzwTXdZ7MNGIb6VDABOT+LC4R
MpofNXPoT60MFSCdsujt9nM71xeL+eBgZsMIMuKWSslcJ/C+wyHcwI9HZV59y/wj
NwIDAQABo1MwUTAdBgNVHQ4EFgQURUFiLzjn7bgyCbi5t7pXBC+Nt34wHwYDVR0j
BBgwFoAURUFiLzjn7bgyCbi5t7pXBC+Nt34wDwYDVR0TAQH/BAUwAwEB/zANBgkq
hkiG9w0BAQsFAAOCAQEAdoiEkxTAhL+FbYLoym+r5R4C6tyu3MvyRC9nLomzDbj3
RicdMqPXbLIRvL1SRvbm72qDZO6nfkd+rh8OxvSHLJx46VxQKa7Dzw0q8bMtfNcf
pEnUM6vKRP336aDYwYMUfeYciwa4N3xJm3Zwpc8C54NFPACk1rLIIbUFcSdw28sk
klep7UG5U14ZjZ6Oh0lqfP6LcH8icQVxxrk6KgcowX1A4xm99DyDgI8viH3AkHRt
pytD0X6sLBY5ByjCjxUjBiK18ngHsYDtPDNxSrtibVNm3/BRxTK5XDaG5XJT5hs/
j6BDTawAbzTXhzQdW6K6ryqZYqoWQzWcMy6sqNhGpg==
-----END CERTIFICATE-----`
const CERTIFIED_KEY = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAmpx5U8bIy+LTAZTmXkde
xe2ZDrnHrWenFlSH3yvoTuoKBDaKA7h3vWkQcyxKXbpY7hYWRcy7KdaxMhTaXceI
WS0FkSP4nSnBtj6tl60kXVL+mHKHL/WBAGABOoOI+foltJEMVpD8zsND2f+xUxL1
/NMGGPdi2i3DZwseTAKD7fmTqjlFQuHJkIYLS3GJc0x6bJhDTKI1fieC7rAUbLEG
IAOdxmMr5/N2axMZv6fTTds7eCW06ZGKKdpymcBMzwTXdZ7MNGIb6VDABOT+LC4R
MpofNXPoT60MFSCdsujt9nM71xeL+eBgZsMIMuKWSslcJ/C+wyHcwI9HZV59y/wj
NwIDAQAB
-----END PUBLIC KEY-----`

function toPem(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString()
}

function messageOf(text: string): string {
  try {
    return readPublicKey(text).pem
  } catch (error) {
    return String(error)
  }
}

const rsa = (modulusLength: number, publicExponent = 65_537) =>
  toPem(generateKeyPairSync('rsa', { modulusLength, publicExponent }).publicKey)

describe('a public key is read', () => {
  test('as PEM, with the fingerprint of its DER form', () => {
    const read = readPublicKey(pem)
    expect(read).toMatchObject({ pem, bits: 2048 })
    expect(read.fingerprint).toMatch(/^[\w-]{43}$/)
  })

  const forms: Record<string, string> = {
    'a JWK': JSON.stringify(jwk),
    'a JWK with more members': JSON.stringify({ ...jwk, kid: 'x', use: 'sig', alg: 'RS256' }),
    'PKCS #1': publicKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    'PEM with CRLF and space around it': `\r\n ${pem.replaceAll('\n', '\r\n')} `,
  }
  test.each(Object.entries(forms))('as %s, and is the same key', (_name, text) => {
    expect(readPublicKey(text)).toEqual(readPublicKey(pem))
  })

  test('out of a certificate', () => {
    expect(readPublicKey(CERTIFICATE)).toEqual(readPublicKey(CERTIFIED_KEY))
  })
})

describe('a public key is refused', () => {
  const others: [name: string, text: string, message: RegExp][] = [
    ['garbage', 'ssh-rsa AAAA', /cannot be read/],
    ['empty', '', /cannot be read/],
    ['JSON that is no key', '{"kty":"RSA"}', /cannot be read/],
    ['broken JSON', '{', /cannot be read/],
    ['a private key', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), /private key/],
    ['a private JWK', JSON.stringify(privateKey.export({ format: 'jwk' })), /private key/],
    ['a shared secret', '{"kty":"oct","k":"c2VjcmV0"}', /shared secret/],
    ['an elliptic curve', toPem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey), /key for ec/],
    ['RSA-PSS', toPem(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey), /rsa-pss/],
    ['too short', rsa(1024), /only 1024 bits/],
    ['too long', rsa(4160), /4160 bits/],
    ['a small exponent', rsa(2048, 3), /exponent 3/],
    ['a file of another kind', 'x'.repeat(20_000), /longer than any RSA key/],
  ]
  test.each(others)('when it is %s', (_name, text, message) => {
    expect(() => readPublicKey(text)).toThrow(message)
  })

  test('without repeating what was sent', () => {
    const secret = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const messages = [secret, secret.replace('PRIVATE KEY', 'KEY')].map(messageOf)
    for (const message of messages) expect(message).not.toContain(secret.slice(40, 60))
  })
})
