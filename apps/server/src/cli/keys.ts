import { listKeys, removeKey, rotate } from '../vault-ring.ts'
import type { RotationReport } from '../vault-rotate.ts'
import { defineCommand, required, table } from './command.ts'
import { withServices } from './services.ts'

/** Of encryption keys. Signing keys, which check user tokens, are under `key`. */
export const keysCommands = {
  list: defineCommand('keys list', {
    summary: 'Lists encryption keys: which one encrypts, and how many values need each',
    usage: '',
    options: {},
    examples: ['npx tenon keys list'],
    run: (_, terminal) =>
      withServices(terminal, async (services) => {
        const keys = await listKeys(services)
        const rows = keys.map(({ id, state, uses }) => [id, state, String(uses)])
        return { json: keys, lines: table(['ID', 'STATE', 'VALUES'], rows, 'No encryption key') }
      }),
  }),

  rotate: defineCommand('keys rotate', {
    summary: 'Encrypts all stored secrets with the first encryption key, while servers go on',
    usage: '',
    options: {},
    examples: [
      'npx tenon keys rotate',
      'TENON_ENCRYPTION_KEY=new:…,old:… DATABASE_URL=… npx tenon keys rotate',
    ],
    run: (_, terminal) =>
      withServices(terminal, async (services) => {
        const rotation = await rotate(services)
        const { keyId, isNew, reports } = rotation
        const rows = reports.map((report) => [
          report.column,
          ...[report.reencrypted, report.retried, report.left, report.unknownKey, report.damaged].map(String),
        ])
        const heading = ['VALUES', 'ENCRYPTED AGAIN', 'TRIED AGAIN', 'LEFT', 'UNKNOWN KEY', 'DAMAGED']
        return {
          json: rotation,
          lines: [
            `"${keyId}" encrypts${isNew ? ', a new key' : ''}`,
            '',
            ...table(heading, rows, ''),
            '',
            ...(await advice(reports, async () => {
              const keys = await listKeys(services)
              return keys.filter(({ state, uses }) => state === 'decrypts' && uses === 0).map(({ id }) => id)
            })),
          ],
        }
      }),
  }),

  remove: defineCommand('keys remove', {
    summary: 'Forgets an encryption key that nothing uses any more',
    usage: 'ID',
    options: {},
    examples: ['npx tenon keys remove default'],
    run: ({ positionals: [named] }, terminal) => {
      const id = required(named, 'the ID that npx tenon keys list shows')
      return withServices(terminal, async (services) => {
        await removeKey(services, id)
        return {
          json: { id },
          lines: [`"${id}" is forgotten: backups made before now cannot be read without it`],
        }
      })
    },
  }),
}

/** What is left to do. */
async function advice(reports: RotationReport[], retired: () => Promise<string[]>): Promise<string[]> {
  const sum = (count: (report: RotationReport) => number) =>
    reports.reduce((total, report) => total + count(report), 0)
  const left = sum((report) => report.left)
  const unknown = sum((report) => report.unknownKey)
  const damaged = sum((report) => report.damaged)
  return [
    ...(left > 0 ? [`${left} changed at every try: run this again`] : []),
    ...(unknown > 0 ? [`${unknown} need a key that is not there: npx tenon keys list names it`] : []),
    ...(damaged > 0 ? [`${damaged} open with no key: restore them from a backup, or set them anew`] : []),
    ...(await retired()).map((id) => `Nothing uses "${id}" any more: npx tenon keys remove ${id}`),
  ]
}
