import { type AuditEntry, ListAuditInput, listAudit } from '../audit/audit.ts'
import { defineCommand, table } from './command.ts'
import { projectOption, withProject } from './services.ts'

export const auditCommands = {
  list: defineCommand('audit list', {
    summary: 'Lists what happened to connections and to the keyvault, and why, the newest first',
    usage: '[--connection ID] [--user ID] [--action ACTION] [--since TIME] [--until TIME] [--limit N]',
    options: {
      ...projectOption,
      connection: { type: 'string', help: 'of this connection only' },
      user: { type: 'string', help: 'of this user only, by your own id' },
      action: { type: 'string', help: 'such as connection.refresh_rejected' },
      since: { type: 'string', help: 'then and later, such as 2026-03-01' },
      until: { type: 'string', help: 'before then' },
      limit: { type: 'string', help: 'at most so many, 50 unless you say' },
      cursor: { type: 'string', help: 'nextCursor of the page before, which --json shows' },
    },
    examples: [
      'npx tenon audit list --action connection.refresh_rejected --since 2026-03-01',
      'npx tenon audit list --user user-7',
    ],
    run: ({ values }, terminal) => {
      const { connection, user, action, since, until, limit, cursor } = values
      const input = ListAuditInput.parse({
        connectionId: connection,
        userExternalId: user,
        action,
        since,
        until,
        limit,
        cursor,
      })
      return withProject(terminal, values.project, async (ctx) => {
        const page = await listAudit(ctx, input)
        const heading = ['TIME', 'WHAT', 'INTEGRATION', 'USER', 'OBJECT', 'CHANGE', 'REASON', 'BY']
        return { json: page, lines: table(heading, page.items.map(toRow), 'Nothing has happened yet') }
      })
    },
  }),
}

function toRow(entry: AuditEntry): string[] {
  const { at, actor, action, integration, userExternalId, reason, detail } = entry
  return [
    at.toISOString(),
    action,
    integration ?? '–',
    userExternalId ?? '–',
    objectOf(entry),
    detail.to == null ? '–' : `${detail.from ?? 'new'} → ${detail.to}`,
    reason ?? detail.code ?? '–',
    actor.id === null ? actor.kind : `${actor.kind} ${actor.id}`,
  ]
}

/** The connection, or the entry of the keyvault, or how many of them. */
function objectOf({ connectionId, detail: { entry, count } }: AuditEntry): string {
  return connectionId ?? entry ?? (count === undefined ? '–' : `${count} of the keyvault`)
}
