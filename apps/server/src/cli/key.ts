import { open, readFile, rm } from 'node:fs/promises'
import { isUuid, type SigningKeyId } from '@tenon/core'
import {
  generateSigningKey,
  listSigningKeys,
  revokeSigningKey,
  uploadSigningKey,
} from '../projects/signing-keys.ts'
import { defineCommand, required, table, UsageError } from './command.ts'
import { projectOption, withProject } from './services.ts'

const name = { type: 'string', help: 'what you call the key' } as const

export const keyCommands = {
  create: defineCommand('key create', {
    summary: 'Generates a signing key; its private half is written once and kept nowhere',
    usage: '--name NAME [--out FILE] [--bits 2048|4096] [--project ID]',
    options: {
      ...projectOption,
      name,
      out: { type: 'string', help: 'a new file for the private key; without it, it is printed' },
      bits: { type: 'string', help: '2048 (checked three times as fast) or 4096' },
    },
    examples: [
      'npx tenon key create --name "Backend 2026" --out taskboard.pem',
      'npx tenon key create --name CI --bits 4096 --project Taskboard/Development > key.pem',
    ],
    run: ({ values }, terminal) => {
      const bits = toBits(values.bits ?? '2048')
      const named = required(values.name, '--name')
      return withProject(terminal, values.project, async (ctx) => {
        if (!values.out) {
          const { key, privateKey } = await generateSigningKey(ctx, { name: named, bits })
          return { json: { ...key, privateKey }, lines: [privateKey.trimEnd()] }
        }
        const key = await writeNewFile(values.out, async (write) => {
          const generated = await generateSigningKey(ctx, { name: named, bits })
          await write(generated.privateKey)
          return generated.key
        })
        return { json: key, lines: [`${key.id}: the private key is in ${values.out}`] }
      })
    },
  }),

  upload: defineCommand('key upload', {
    summary: 'Adds a public key that you have: PEM, JWK or certificate',
    usage: '--name NAME FILE [--project ID]',
    options: { ...projectOption, name },
    examples: [
      'npx tenon key upload --name "Backend 2026" public.pem',
      'cat public.pem | npx tenon key upload --name CI -',
    ],
    run: ({ values, positionals: [file] }, terminal) => {
      const named = required(values.name, '--name')
      const path = required(file, 'the FILE with the public key, or - for standard input,')
      return withProject(terminal, values.project, async (ctx) => {
        const publicKey = path === '-' ? await terminal.readInput() : await readFile(path, 'utf8')
        const key = await uploadSigningKey(ctx, { name: named, publicKey })
        return { json: key, lines: [key.id] }
      })
    },
  }),

  list: defineCommand('key list', {
    summary: 'Lists signing keys, revoked ones too',
    usage: '[--project ID]',
    options: projectOption,
    examples: ['npx tenon key list', 'npx tenon key list --project Taskboard/Production --json'],
    run: ({ values }, terminal) =>
      withProject(terminal, values.project, async (ctx) => {
        const keys = await listSigningKeys(ctx)
        const rows = keys.map((key) => [key.id, key.name, stateOf(key), key.createdAt.toISOString()])
        return {
          json: keys,
          lines: table(['ID', 'NAME', 'STATE', 'CREATED'], rows, 'No signing key yet: npx tenon key create'),
        }
      }),
  }),

  revoke: defineCommand('key revoke', {
    summary: 'Revokes a signing key at once: user tokens that it signed are refused from now on',
    usage: 'KEY_ID [--project ID]',
    options: projectOption,
    examples: ['npx tenon key revoke 0199a3c1-7c1e-7000-8000-3b0c6a1f2d4e'],
    run: ({ values, positionals: [id] }, terminal) => {
      const keyId = toId<SigningKeyId>(id, 'npx tenon key list')
      return withProject(terminal, values.project, async (ctx) => {
        const key = await revokeSigningKey(ctx, keyId)
        return { json: key, lines: [`${key.id} is revoked`] }
      })
    },
  }),
}

/**
 * The id that a command names.
 *
 * @param list the command that shows ids
 * @throws UsageError
 */
export function toId<Id extends string>(text: string | undefined, list: string, name = 'KEY_ID'): Id {
  const id = required(text, `the ${name}`)
  if (isUuid(id)) return id.toLowerCase() as Id
  throw new UsageError(`"${id}" is no ${name}: ${list} shows them`)
}

export function stateOf({ revokedAt }: { revokedAt: Date | null }): string {
  return revokedAt ? 'revoked' : 'valid'
}

function toBits(text: string): 2048 | 4096 {
  if (text === '2048') return 2048
  if (text === '4096') return 4096
  throw new UsageError('--bits must be 2048 or 4096')
}

/** Makes the file before the work, so that no key is made for one that cannot be written. Only its owner may read it. */
async function writeNewFile<Result>(
  path: string,
  work: (write: (text: string) => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const file = await open(path, 'wx', 0o600)
  try {
    return await work((text) => file.writeFile(text))
  } catch (error) {
    await rm(path)
    throw error
  } finally {
    await file.close()
  }
}
