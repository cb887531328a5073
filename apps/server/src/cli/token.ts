import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { isUuid } from '@tenon/core'
import { SignJWT } from 'jose'
import { readConfig } from '../config.ts'
import { describePublicKey } from '../projects/public-key.ts'
import { listSigningKeys } from '../projects/signing-keys.ts'
import { defineCommand, required, type Terminal, UsageError } from './command.ts'
import { hasDatabase, projectOption, withProject } from './services.ts'

const unitSeconds: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 }

export const tokenCommands = {
  sign: defineCommand('token sign', {
    summary: 'Signs a user token, for trying things out; your own server signs the real ones',
    usage: '--key FILE --user ID [--project ID] [--expires 1h]',
    options: {
      ...projectOption,
      key: { type: 'string', help: 'file with the private key' },
      user: { type: 'string', help: 'your own id of the user: the token’s "sub"' },
      expires: { type: 'string', help: 'how long it is good for: 90s, 15m, 1h, 7d' },
    },
    examples: [
      'npx tenon token sign --key taskboard.pem --user anna --project Taskboard/Development',
      'npx tenon token sign --key taskboard.pem --user anna --project 0199a3c1-7c1e-7000-8000-3b0c6a1f2d4e --expires 5m',
    ],
    run: async ({ values }, terminal) => {
      const lifetimeS = toSeconds(values.expires ?? '1h')
      const user = required(values.user, '--user')
      const key = await readPrivateKey(required(values.key, '--key'))
      const { fingerprint } = describePublicKey(createPublicKey(key))
      const projectId = await checkedProjectId(terminal, values.project, fingerprint)
      const issuedAt = Math.floor(Date.now() / 1_000)
      const token = await new SignJWT({ sub: user, aud: `useparagon.com/${projectId}` })
        .setProtectedHeader({
          alg: 'RS256',
          typ: 'JWT',
          kid: fingerprint,
        })
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifetimeS)
        .sign(key)
      return { json: { token, expiresAt: new Date((issuedAt + lifetimeS) * 1_000) }, lines: [token] }
    },
  }),
}

/**
 * Looks the project up, and warns where it would refuse what the key signs. An id is also taken where no database is:
 * then nothing is checked.
 */
async function checkedProjectId(
  terminal: Terminal,
  named: string | undefined,
  fingerprint: string,
): Promise<string> {
  if (named !== undefined && isUuid(named) && !hasDatabase(readConfig(terminal.env)))
    return named.toLowerCase()
  return withProject(terminal, named, async (ctx) => {
    const known = (await listSigningKeys(ctx)).find((one) => one.fingerprint === fingerprint)
    const fault = known ? known.revokedAt && 'was revoked' : 'is none of this project’s'
    if (fault)
      terminal.err(`tenon: warning: the key ${fault}, so the token will be refused: npx tenon key list`)
    return ctx.project.id
  })
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
