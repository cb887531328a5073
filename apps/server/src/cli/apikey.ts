import type { ApiKeyId } from '@tenon/core'
import { createApiKey, listApiKeys, revokeApiKey } from '../projects/api-keys.ts'
import { defineCommand, required, table } from './command.ts'
import { stateOf, toId } from './key.ts'
import { projectOption, withProject } from './services.ts'

export const apiKeyCommands = {
  create: defineCommand('apikey create', {
    summary: 'Creates a key for the Team API and prints it, this once',
    usage: '--name NAME [--can-reveal] [--project ID]',
    options: {
      ...projectOption,
      name: { type: 'string', help: 'what you call the key' },
      'can-reveal': { type: 'boolean', help: 'may be shown secrets of the keyvault' },
    },
    examples: [
      'npx tenon apikey create --name "Nightly report"',
      'TENON_API_KEY=$(npx tenon apikey create --name CI --project Taskboard/Development) && export TENON_API_KEY',
    ],
    run: ({ values }, terminal) => {
      const name = required(values.name, '--name')
      return withProject(terminal, values.project, async (ctx) => {
        const { apiKey, key } = await createApiKey(ctx, { name, canReveal: values['can-reveal'] })
        return { json: { ...apiKey, key }, lines: [key] }
      })
    },
  }),

  list: defineCommand('apikey list', {
    summary: 'Lists API keys, revoked ones too',
    usage: '[--project ID]',
    options: projectOption,
    examples: ['npx tenon apikey list'],
    run: ({ values }, terminal) =>
      withProject(terminal, values.project, async (ctx) => {
        const keys = await listApiKeys(ctx)
        const rows = keys.map((key) => [
          key.id,
          key.name,
          `…${key.hint}`,
          stateOf(key),
          key.createdAt.toISOString(),
        ])
        return {
          json: keys,
          lines: table(
            ['ID', 'NAME', 'KEY', 'STATE', 'CREATED'],
            rows,
            'No API key yet: npx tenon apikey create',
          ),
        }
      }),
  }),

  revoke: defineCommand('apikey revoke', {
    summary: 'Revokes an API key at once',
    usage: 'KEY_ID [--project ID]',
    options: projectOption,
    examples: ['npx tenon apikey revoke 0199a3c1-7c1e-7000-8000-3b0c6a1f2d4e'],
    run: ({ values, positionals: [id] }, terminal) => {
      const keyId = toId<ApiKeyId>(id, 'npx tenon apikey list')
      return withProject(terminal, values.project, async (ctx) => {
        const key = await revokeApiKey(ctx, keyId)
        return { json: key, lines: [`${key.id} is revoked`] }
      })
    },
  }),
}
