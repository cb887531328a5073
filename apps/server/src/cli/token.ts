import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { SignJWT } from 'jose'
import { describePublicKey } from '../projects/public-key.ts'
import { defineCommand, required, UsageError } from './command.ts'

const unitSeconds: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 }

export const tokenCommands = {
  sign: defineCommand('token sign', {
    summary: 'Signs a user token, for trying things out; your own server signs the real ones',
    usage: '--key FILE --project ID --user ID [--expires 1h]',
    options: {
      key: { type: 'string', help: 'file with the private key' },
      project: { type: 'string', help: 'id of the project the token is for' },
      user: { type: 'string', help: 'your own id of the user: the token’s "sub"' },
      expires: { type: 'string', help: 'how long it is good for: 90s, 15m, 1h, 7d' },
    },
    examples: [
      'token sign --key taskboard.pem --project 0199a3c1-7c1e-7000-8000-3b0c6a1f2d4e --user anna',
      'token sign --key taskboard.pem --project 0199a3c1-7c1e-7000-8000-3b0c6a1f2d4e --user anna --expires 5m',
    ],
    run: async ({ values }) => {
      const lifetimeS = toSeconds(values.expires ?? '1h')
      const projectId = required(values.project, '--project')
      const user = required(values.user, '--user')
      const key = await readPrivateKey(required(values.key, '--key'))
      const issuedAt = Math.floor(Date.now() / 1_000)
      const token = await new SignJWT({ sub: user, aud: `useparagon.com/${projectId}` })
        .setProtectedHeader({
          alg: 'RS256',
          typ: 'JWT',
          kid: describePublicKey(createPublicKey(key)).fingerprint,
        })
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifetimeS)
        .sign(key)
      return { json: { token, expiresAt: new Date((issuedAt + lifetimeS) * 1_000) }, lines: [token] }
    },
  }),
}

async function readPrivateKey(path: string): Promise<KeyObject> {
  const pem = await readFile(path, 'utf8')
  try {
    return createPrivateKey(pem)
  } catch (cause) {
    throw new UsageError(`${path} holds no private key in PEM: make one with npx tenon key create`, { cause })
  }
}

function toSeconds(text: string): number {
  const [, amount, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  if (!amount || Number(amount) === 0) throw new UsageError('--expires must be such as 90s, 15m, 1h or 7d')
  return Number(amount) * (unitSeconds[unit] ?? 0)
}
