import { readFile } from 'node:fs/promises'
import {
  type ImportedRow,
  type ImportReport,
  importConnections,
  MAX_ROWS,
} from '../connections/import/import.ts'
import type { ProjectContext } from '../context.ts'
import { ListConnectionsInput, listConnections } from '../users/connections.ts'
import { columns, defineCommand, required, table } from './command.ts'
import { readRows } from './import-file.ts'
import { pageLines, pageOptions } from './page.ts'
import { projectOption, withProject } from './services.ts'

export const connectionsCommands = {
  list: defineCommand('connections list', {
    summary: 'Lists the connections of a project’s users, the newest first',
    usage:
      '[--integration NAME] [--status active|pending|needs_reauth] [--limit N] [--cursor ID] [--project ID]',
    options: {
      ...projectOption,
      integration: { type: 'string', help: 'of this one only, such as slack' },
      status: { type: 'string', help: 'active, pending or needs_reauth' },
      ...pageOptions,
    },
    examples: ['npx tenon connections list --status needs_reauth'],
    run: ({ values }, terminal) => {
      const { integration, status, limit, cursor } = values
      const input = ListConnectionsInput.parse({ integration, status, limit, cursor })
      return withProject(terminal, values.project, async (ctx) => {
        const page = await listConnections(ctx, input)
        const rows = page.items.map((one) => [
          one.id,
          one.userExternalId,
          one.integration,
          one.status,
          one.accountLabel ?? one.accountId ?? '–',
          one.externalId ?? '–',
        ])
        const heading = ['ID', 'USER', 'INTEGRATION', 'STATUS', 'ACCOUNT', 'EXTERNAL ID']
        return {
          json: page,
          lines: pageLines(page, table(heading, rows, 'Nobody has connected anything yet')),
        }
      })
    },
  }),

  import: defineCommand('connections import', {
    summary: 'Brings users and their credentials along from another system',
    usage: 'FILE [--dry-run] [--check] [--replace] [--project ID]',
    options: {
      ...projectOption,
      'dry-run': { type: 'boolean', help: 'say what would be done; save nothing, ask nobody' },
      check: { type: 'boolean', help: 'ask the providers whether the credentials are good' },
      replace: { type: 'boolean', help: 'replace the credentials of connections that are there already' },
    },
    examples: [
      'npx tenon connections import connections.jsonl --dry-run',
      'npx tenon connections import connections.csv --check --project Taskboard/Production',
      'export-from-elsewhere | npx tenon connections import -',
    ],
    run: async ({ values, positionals: [file] }, terminal) => {
      const path = required(file, 'the FILE, JSON Lines or CSV, or - for standard input,')
      const rows = readRows(path === '-' ? await terminal.readInput() : await readFile(path, 'utf8'))
      const { 'dry-run': isDryRun = false, check: checks = false, replace: replaces = false } = values
      return withProject(terminal, values.project, async (ctx) => {
        const report = await importAll(ctx, rows, { isDryRun, checks, replaces })
        return { json: report, lines: describe(report, isDryRun), isFailure: report.failed > 0 }
      })
    },
  }),
}

/** However many there are. */
async function importAll(
  ctx: ProjectContext,
  rows: unknown[],
  options: { isDryRun: boolean; checks: boolean; replaces: boolean },
): Promise<ImportReport> {
  const total: ImportReport = { items: [], created: 0, replaced: 0, skipped: 0, failed: 0 }
  for (let from = 0; from < rows.length; from += MAX_ROWS) {
    const part = await importConnections(ctx, { rows: rows.slice(from, from + MAX_ROWS), ...options })
    total.items.push(...part.items.map((item) => ({ ...item, row: item.row + from })))
    for (const outcome of ['created', 'replaced', 'skipped', 'failed'] as const)
      total[outcome] += part[outcome]
  }
  return total
}

function describe({ items, created, replaced, skipped, failed }: ImportReport, isDryRun: boolean): string[] {
  const rows = items.map((item) => [`  ${item.row}`, nameOf(item), item.outcome, item.reason ?? ''])
  const counts = `${created} created, ${replaced} replaced, ${skipped} skipped, ${failed} failed`
  return [...columns(rows), `${isDryRun ? 'Dry run, nothing was saved: ' : ''}${counts}`]
}

function nameOf({ user, integration, externalId }: ImportedRow): string {
  return [user ?? '?', integration ?? '?', ...(externalId === null ? [] : [externalId])].join(' ')
}
