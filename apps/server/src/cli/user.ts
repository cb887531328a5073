import { ListUsersInput, listUsers } from '../users/users.ts'
import { defineCommand, table } from './command.ts'
import { pageLines, pageOptions } from './page.ts'
import { projectOption, withProject } from './services.ts'

export const userCommands = {
  list: defineCommand('user list', {
    summary: 'Lists connected users, the newest first, and what they have connected',
    usage: '[--id PREFIX] [--limit N] [--cursor ID] [--project ID]',
    options: {
      ...projectOption,
      id: { type: 'string', help: 'only users whose id, your own, begins so' },
      ...pageOptions,
    },
    examples: ['npx tenon user list --id acme-'],
    run: ({ values: { project, id: externalId, limit, cursor } }, terminal) => {
      const input = ListUsersInput.parse({ externalId, limit, cursor })
      return withProject(terminal, project, async (ctx) => {
        const page = await listUsers(ctx, input)
        const rows = page.items.map((user) => [
          user.id,
          user.externalId,
          user.connections.map(({ integration }) => integration).join(', ') || '–',
          user.createdAt.toISOString(),
        ])
        const heading = ['ID', 'USER', 'CONNECTED', 'FIRST SEEN']
        return { json: page, lines: pageLines(page, table(heading, rows, 'No user has come yet')) }
      })
    },
  }),
}
