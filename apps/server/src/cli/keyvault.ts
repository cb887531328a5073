import { readFile, writeFile } from 'node:fs/promises'
import type { ProjectContext } from '../context.ts'
import type { KeyvaultEntry } from '../keyvault/entry.ts'
import { KeyvaultFile } from '../keyvault/file.ts'
import { getEntry, listEntries, removeEntry, revealEntry, setEntry } from '../keyvault/keyvault.ts'
import { exportKeyvault, importKeyvault } from '../keyvault/transfer.ts'
import { columns, defineCommand, required, type Terminal, table, UsageError } from './command.ts'
import { projectOption, redirectUrlNote, withProject } from './services.ts'

const THE_NAME = 'the NAME of the entry'

export const keyvaultCommands = {
  list: defineCommand('keyvault list', {
    summary: 'Lists the team’s own secrets and OAuth clients, and what uses each; never a secret',
    usage: '[--project ID]',
    options: projectOption,
    examples: ['npx tenon keyvault list'],
    run: ({ values }, terminal) =>
      withProject(terminal, values.project, async (ctx) => {
        const entries = await listEntries(ctx)
        const rows = entries.map((entry) => [
          entry.name,
          entry.kind,
          entry.clientId ?? '–',
          usersOf(entry),
          entry.redirectUrl ?? '–',
        ])
        const heading = ['NAME', 'KIND', 'CLIENT ID', 'USED BY', 'REDIRECT URL']
        const listed = table(heading, rows, 'Empty: npx tenon keyvault set NAME')
        const hasUrl = entries.some(({ redirectUrl }) => redirectUrl)
        return { json: entries, lines: [...listed, ...(hasUrl ? redirectUrlNote(ctx) : [])] }
      }),
  }),

  set: defineCommand('keyvault set', {
    summary: 'Makes an entry, or changes it; its secret is asked for',
    usage: 'NAME [--client-id ID] [--description TEXT] [--secret-stdin] [--project ID]',
    options: {
      ...projectOption,
      'client-id': { type: 'string', help: 'it is an OAuth client, with this id' },
      description: { type: 'string', help: 'what it is for' },
      'secret-stdin': { type: 'boolean', help: 'read the secret from standard input' },
    },
    examples: [
      'npx tenon keyvault set google --client-id 123.apps.googleusercontent.com',
      'cat developer-token | npx tenon keyvault set google-ads-token --secret-stdin',
    ],
    run: ({ values, positionals: [named] }, terminal) => {
      const name = required(named, THE_NAME)
      return withProject(terminal, values.project, async (ctx) => {
        const entry = await setEntry(ctx, {
          name,
          clientId: values['client-id'],
          description: values.description,
          value: await readSecret(terminal, values['secret-stdin']),
        })
        return { json: entry, lines: describe(ctx, entry) }
      })
    },
  }),

  show: defineCommand('keyvault show', {
    summary: 'Shows an entry; with --reveal its secret alone, which is noted in the audit trail',
    usage: 'NAME [--reveal] [--project ID]',
    options: { ...projectOption, reveal: { type: 'boolean', help: 'print the secret' } },
    examples: ['npx tenon keyvault show google', 'npx tenon keyvault show google-ads-token --reveal'],
    run: ({ values, positionals: [named] }, terminal) => {
      const name = required(named, THE_NAME)
      return withProject(terminal, values.project, async (ctx) => {
        const entry = await getEntry(ctx, name)
        if (!values.reveal) return { json: entry, lines: describe(ctx, entry) }
        const value = await revealEntry(ctx, name)
        return { json: { ...entry, value }, lines: [value] }
      })
    },
  }),

  remove: defineCommand('keyvault remove', {
    summary: 'Removes an entry that nothing uses',
    usage: 'NAME [--force] [--project ID]',
    options: {
      ...projectOption,
      force: { type: 'boolean', help: 'even if that breaks what uses it' },
    },
    examples: ['npx tenon keyvault remove google-ads-token'],
    run: ({ values, positionals: [named] }, terminal) => {
      const name = required(named, THE_NAME)
      return withProject(terminal, values.project, async (ctx) => {
        const broken = await removeEntry(ctx, name, values.force)
        const users = broken.map((use) => use.name).join(', ')
        return {
          json: { name, broken },
          lines: [`${name} is removed${users && `; without a client now: ${users}`}`],
        }
      })
    },
  }),

  export: defineCommand('keyvault export', {
    summary: 'Writes the whole keyvault to a new file, encrypted under a passphrase that is asked for',
    usage: 'FILE [--passphrase-stdin] [--project ID]',
    options: {
      ...projectOption,
      'passphrase-stdin': { type: 'boolean', help: 'read the passphrase from standard input' },
    },
    examples: ['npx tenon keyvault export keyvault.json --project Taskboard/Development'],
    run: ({ values, positionals: [named] }, terminal) => {
      const path = required(named, 'the FILE to write')
      return withProject(terminal, values.project, async (ctx) => {
        const passphrase = await readPassphrase(terminal, values)
        await exportKeyvault(ctx, { passphrase }, (file) =>
          writeFile(path, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600, flag: 'wx' }),
        )
        return { json: { path }, lines: [`The keyvault is in ${path}`] }
      })
    },
  }),

  import: defineCommand('keyvault import', {
    summary: 'Brings in what was exported, and says what became of each entry',
    usage: 'FILE [--replace] [--passphrase-stdin] [--project ID]',
    options: {
      ...projectOption,
      replace: { type: 'boolean', help: 'replace entries whose names are there already' },
      'passphrase-stdin': { type: 'boolean', help: 'read the passphrase from standard input' },
    },
    examples: ['npx tenon keyvault import keyvault.json --project Taskboard/Production'],
    run: ({ values, positionals: [named] }, terminal) => {
      const path = required(named, 'the FILE')
      return withProject(terminal, values.project, async (ctx) => {
        const file = await readKeyvaultFile(path)
        const passphrase = await readPassphrase(terminal, values)
        const onConflict = values.replace ? 'replace' : 'skip'
        const rows = await importKeyvault(ctx, { passphrase, file, onConflict })
        const lines = rows.map(({ name, outcome, reason }) => [name, outcome, reason ?? ''])
        return { json: rows, lines: table(['NAME', 'OUTCOME', 'WHY'], lines, 'The file has no entries') }
      })
    },
  }),
}

function describe(ctx: ProjectContext, entry: KeyvaultEntry): string[] {
  const facts = [
    ['name', entry.name],
    ['kind', entry.kind],
    ['description', entry.description || '–'],
    ...(entry.clientId ? [['client id', entry.clientId]] : []),
    ['secret', entry.hasValue ? 'set' : 'none'],
    ...(entry.redirectUrl ? [['redirect URL to register', entry.redirectUrl]] : []),
    ['used by', usersOf(entry)],
    ['last used', entry.lastUsedAt?.toISOString() ?? 'never'],
  ]
  return [...columns(facts), ...(entry.redirectUrl ? redirectUrlNote(ctx) : [])]
}

function usersOf({ usedBy }: KeyvaultEntry): string {
  return usedBy.map((use) => use.name).join(', ') || '–'
}

/** Never an argument: those are seen by every user of the machine and kept by shells. @returns undefined to keep it */
async function readSecret(
  { env, askSecret, readInput }: Terminal,
  isPiped: boolean | undefined,
): Promise<string | undefined> {
  if (isPiped) return required((await readInput()).trim(), 'the secret on standard input')
  if (env.TENON_CLIENT_SECRET) return env.TENON_CLIENT_SECRET
  return (
    askSecret && ((await askSecret('Secret (empty keeps the present one, if any): ')).trim() || undefined)
  )
}

async function readPassphrase(
  { env, askSecret, readInput }: Terminal,
  values: { 'passphrase-stdin'?: boolean | undefined },
): Promise<string> {
  if (values['passphrase-stdin']) return (await readInput()).trimEnd()
  if (env.TENON_KEYVAULT_PASSPHRASE) return env.TENON_KEYVAULT_PASSPHRASE
  return required(
    await askSecret?.('Passphrase: '),
    'the passphrase, on standard input with --passphrase-stdin,',
  )
}

async function readKeyvaultFile(path: string): Promise<KeyvaultFile> {
  const text = await readFile(path, 'utf8')
  try {
    return KeyvaultFile.parse(JSON.parse(text))
  } catch (cause) {
    throw new UsageError(`${path} is no keyvault that Tenon exported`, { cause })
  }
}
