import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readSigningKey } from './signing-key.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64')

describe('readSigningKey', () => {
  it.each([
    ['PEM', pem],
    ['PEM with written line ends, as environment files have it', pem.replaceAll('\n', '\\n')],
    ['PEM in base64', base64(pem)],
    ['the base64 inside the PEM', base64(privateKey.export({ type: 'pkcs8', format: 'der' }))],
    ['PEM with space around it', `\n  ${pem}\n`],
  ])('reads %s', (_name, text) => {
    expect(readSigningKey(text).equals(privateKey)).toBe(true)
  })

  it.each([
    ['nothing', ''],
    ['a public key', publicKey.export({ type: 'spki', format: 'pem' }).toString()],
    ['half a key', pem.slice(0, 400)],
    ['a path', '/etc/keys/tenon.pem'],
  ])('refuses %s, without quoting it', (_name, text) => {
    expect(() => readSigningKey(text)).toThrow(TypeError)
    expect(() => readSigningKey(text)).toThrow(/^signingKey is not a private key/)
  })

  it('refuses keys that RS256 cannot use', () => {
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
    const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    for (const key of [short, elliptic]) {
      const text = key.export({ type: 'pkcs8', format: 'pem' }).toString()
      expect(() => readSigningKey(text)).toThrow('at least 2048 bits')
    }
  })
})
