import { createHmac, createPublicKey, randomBytes } from 'node:crypto'
import { AppError, PERMISSIONS_CLAIM } from '@tenon/core'
import { describe, expect, test } from 'vitest'
import { describePublicKey } from '../projects/public-key.ts'
import { newKeyPair, signUserToken, type TokenOptions } from '../testing/user-token.ts'
import { readUserToken, verifyUserToken } from './user-tokens.ts'

const PROJECT_ID = '0199a3c1-7c1e-7000-8000-3b0c6a1f2d4e'
const now = new Date('2026-03-01T12:00:00Z')
const nowS = now.getTime() / 1_000
const ours = newKeyPair()
const theirs = newKeyPair()
const long = newKeyPair(4096)
const keys = [ours, long].map(({ publicKey }) => toKey(publicKey))

function toKey(publicKey: string) {
  const { fingerprint, bits } = describePublicKey(createPublicKey(publicKey))
  return { fingerprint, key: createPublicKey(publicKey), signatureBytes: bits / 8 }
}

const sign = (options: TokenOptions = {}, key = ours.privateKey) => signUserToken(key, { now, ...options })

function check(token: string) {
  const read = readUserToken(token, { projectId: PROJECT_ID, publicHost: 'connect.example:4400', now })
  return { ...read, permissions: verifyUserToken(read, keys) }
}

function refusal(token: string): unknown {
  try {
    check(token)
  } catch (error) {
    if (error instanceof AppError) return [error.status, error.code, error.meta?.reason]
    throw error
  }
  return 'accepted'
}

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const claims = { sub: 'user-1', iat: nowS, exp: nowS + 3_600 }

describe('a good user token', () => {
  test('names the user and when it ends', async () => {
    const { externalId, expiresAtMs, permissions } = check(await sign())
    expect({ externalId, expiresAtMs, permissions }).toEqual({
      externalId: 'user-1',
      expiresAtMs: (nowS + 3_600) * 1_000,
      permissions: undefined,
    })
  })

  const accepted: Record<string, TokenOptions> = {
    'the audience of existing tokens': { claims: { aud: `useparagon.com/${PROJECT_ID}` } },
    'our public host as audience': { claims: { aud: `connect.example:4400/${PROJECT_ID}` } },
    'one of several audiences': {
      claims: { aud: ['x', `connect.example:4400/${PROJECT_ID.toUpperCase()}`] },
    },
    'an end up to 60 seconds ago': { claims: { iat: nowS - 90, exp: nowS - 59 } },
    'a start up to 60 seconds ahead': { claims: { iat: nowS + 60, nbf: nowS + 60 } },
    'a key id of the customer’s own': { header: { kid: 'key-1' } },
    'times with fractions': { claims: { iat: nowS - 0.5, exp: nowS + 10.25 } },
    'an id of 256 characters': { claims: { sub: 'ü'.repeat(256) } },
  }
  test.each(Object.entries(accepted))('may have %s', async (_name, options) => {
    expect(refusal(await sign(options))).toBe('accepted')
  })

  test('may be signed by any of the keys, and name it', async () => {
    expect(refusal(await sign({}, long.privateKey))).toBe('accepted')
    expect(refusal(await sign({ header: { kid: keys[1]?.fingerprint } }, long.privateKey))).toBe('accepted')
  })

  test('carries permissions, also as JSON in a string', async () => {
    const claim = { 'integration:slack': true }
    const asText = await sign({ claims: { [PERMISSIONS_CLAIM]: JSON.stringify(claim) } })
    expect(check(asText).permissions).toEqual(claim)
    expect(check(await sign({ claims: { [PERMISSIONS_CLAIM]: claim } })).permissions).toEqual(claim)
  })
})

async function forged(header: object, tag: (text: string) => string): Promise<string> {
  const text = `${base64url(header)}.${base64url(claims)}`
  return `${text}.${tag(text)}`
}

const hmac = (secret: string) => (text: string) =>
  createHmac('sha256', secret).update(text).digest().toString('base64url')

const unauthenticated = (reason: string) => [401, 'unauthenticated', reason]

/** Every way to be refused. */
const refused: [name: string, token: () => Promise<string> | string, expected: unknown][] = [
  ['empty', () => '', unauthenticated('malformed')],
  ['random bytes', () => randomBytes(300).toString('base64'), unauthenticated('malformed')],
  [
    'three random parts',
    () => Array.from({ length: 3 }, () => randomBytes(99).toString('base64url')).join('.'),
    unauthenticated('malformed'),
  ],
  ['many dots', () => '.'.repeat(8_000), unauthenticated('malformed')],
  ['four parts', async () => `${await sign()}.AAAA`, unauthenticated('malformed')],
  [
    'a payload that is no object',
    () => `${base64url({ alg: 'RS256' })}.${base64url([1])}.AAAA`,
    unauthenticated('malformed'),
  ],
  [
    'a deeply nested payload',
    () => `${base64url({ alg: 'RS256' })}.${Buffer.from('['.repeat(5_000)).toString('base64url')}.AAAA`,
    unauthenticated('malformed'),
  ],
  ['oversized', async () => sign({ claims: { more: 'x'.repeat(8_192) } }), unauthenticated('oversized')],
  ['alg none', () => forged({ alg: 'none' }, () => 'AAAA'), unauthenticated('algorithm')],
  ['alg none without a signature', () => forged({ alg: 'none' }, () => ''), unauthenticated('malformed')],
  ['alg missing', () => forged({}, () => 'AAAA'), unauthenticated('algorithm')],
  [
    'HS256 signed with the public key',
    () => forged({ alg: 'HS256' }, hmac(ours.publicKey)),
    unauthenticated('algorithm'),
  ],
  [
    'RS256 by name, HS256 with the public key in truth',
    () => forged({ alg: 'RS256' }, hmac(ours.publicKey)),
    unauthenticated('signature'),
  ],
  [
    'another algorithm of the same key',
    () => signUserToken(ours.privateKey, { now, header: { alg: 'PS256' } }),
    unauthenticated('algorithm'),
  ],
  [
    'a critical extension',
    () => forged({ alg: 'RS256', crit: ['exp'], exp: 1 }, () => 'AAAA'),
    unauthenticated('algorithm'),
  ],
  [
    'a key of its own in the header',
    async () =>
      sign(
        { header: { jwk: createPublicKey(theirs.publicKey).export({ format: 'jwk' }) } },
        theirs.privateKey,
      ),
    unauthenticated('signature'),
  ],
  ['signed by another project’s key', () => sign({}, theirs.privateKey), unauthenticated('signature')],
  [
    'signed by another key under our key’s id',
    () => sign({ header: { kid: keys[0]?.fingerprint } }, theirs.privateKey),
    unauthenticated('signature'),
  ],
  [
    'changed after signing',
    async () => (await sign()).replace(/\.[^.]+\./, `.${base64url({ ...claims, sub: 'admin' })}.`),
    unauthenticated('signature'),
  ],
  ['a signature with one bit changed', async () => flipBit(await sign()), unauthenticated('signature')],
  [
    'expired',
    () => sign({ claims: { iat: nowS - 7_200, exp: nowS - 60 } }),
    [401, 'token_expired', 'expired'],
  ],
  ['issued in the future', () => sign({ claims: { iat: nowS + 61 } }), unauthenticated('not_yet_valid')],
  ['not valid yet', () => sign({ claims: { nbf: nowS + 61 } }), unauthenticated('not_yet_valid')],
  [
    'for another project',
    () => sign({ claims: { aud: 'useparagon.com/0199a3c1-7c1e-7000-8000-000000000000' } }),
    unauthenticated('audience'),
  ],
  [
    'for another host',
    () => sign({ claims: { aud: `evil.example/${PROJECT_ID}` } }),
    unauthenticated('audience'),
  ],
  ['an empty list of audiences', () => sign({ claims: { aud: [] } }), unauthenticated('audience')],
  ['an audience that is no text', () => sign({ claims: { aud: null } }), unauthenticated('audience')],
  ['no sub', () => sign({ claims: { sub: undefined } }), unauthenticated('claims')],
  ['an empty sub', () => sign({ claims: { sub: '' } }), unauthenticated('claims')],
  ['a sub that is a number', () => sign({ claims: { sub: 7 } }), unauthenticated('claims')],
  ['a sub of 257 characters', () => sign({ claims: { sub: 'x'.repeat(257) } }), unauthenticated('claims')],
  ['a sub that PostgreSQL cannot keep', () => sign({ claims: { sub: 'a\0b' } }), unauthenticated('claims')],
  ['half a character in the sub', () => sign({ claims: { sub: '\ud800' } }), unauthenticated('claims')],
  ['no iat', () => sign({ claims: { iat: undefined } }), unauthenticated('claims')],
  ['no exp', () => sign({ claims: { exp: undefined } }), unauthenticated('claims')],
  ['an exp that is text', () => sign({ claims: { exp: '9999999999' } }), unauthenticated('claims')],
  ['an nbf that is text', () => sign({ claims: { nbf: 'now' } }), unauthenticated('claims')],
  [
    'permissions that are a number',
    () => sign({ claims: { [PERMISSIONS_CLAIM]: 1 } }),
    unauthenticated('permissions'),
  ],
  [
    'permissions that are no JSON',
    () => sign({ claims: { [PERMISSIONS_CLAIM]: '{' } }),
    unauthenticated('permissions'),
  ],
]

function flipBit(token: string): string {
  const [header, payload, signature = ''] = token.split('.')
  const bytes = Buffer.from(signature, 'base64url')
  bytes[40] = (bytes[40] ?? 0) ^ 1
  return `${header}.${payload}.${bytes.toString('base64url')}`
}

describe('a user token is refused', () => {
  test.each(refused)('when it is %s', async (_name, token, expected) => {
    expect(refusal(await token())).toEqual(expected)
  })

  test('with every form that its audience may have', async () => {
    const token = await sign({ claims: { aud: 'elsewhere' } })
    expect(() => check(token)).toThrow(
      `its "aud" must be "useparagon.com/${PROJECT_ID}" or "connect.example:4400/${PROJECT_ID}", or left out`,
    )
  })

  test('while the project has no signing key', async () => {
    const read = readUserToken(await sign(), { projectId: PROJECT_ID, publicHost: 'x', now })
    expect(() => verifyUserToken(read, [])).toThrow(/no signing key/)
  })

  test('for less than 0.2 ms of CPU, whatever is wrong with it', async () => {
    const tokens = await Promise.all(refused.map(async ([name, token]) => [name, await token()] as const))
    for (const [name, token] of tokens) expect(cpuMs(token), name).toBeLessThan(0.2)
  })
})

/** CPU time of this process for one check: the best of a few rounds, since others share the machine. */
function cpuMs(token: string): number {
  const checksPerRound = 50
  const rounds = Array.from({ length: 4 }, () => {
    const before = process.cpuUsage()
    for (let check = 0; check < checksPerRound; check++) refusal(token)
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1_000 / checksPerRound
  })
  return Math.min(...rounds)
}
