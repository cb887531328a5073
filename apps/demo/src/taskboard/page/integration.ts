import type { Connection, Tenon } from '@tenon/sdk'
import type { Column } from '../tasks.ts'
import { isColumn } from '../tasks.ts'

/** The user's connections to Sandbox CRM, as last read. */
export function connectionsOf(tenon: Tenon): Connection[] {
  return tenon.user?.integrations.sandbox?.allCredentials ?? []
}

/** The name that Tenon keeps for the account behind a connection; it is there when the account does not answer, too. */
export function labelOf({ providerData }: Pick<Connection, 'providerData'>): string | undefined {
  const { accountLabel } = providerData
  return typeof accountLabel === 'string' && accountLabel ? accountLabel : undefined
}

/** What the user set for a connection in the portal. The inputs are in `provision.ts`. */
export interface CrmSettings {
  taskColumn: Column
  contactList: string | undefined
  namesCompany: boolean
}

export function settingsOf({ configurations }: Connection): CrmSettings {
  const shared = configurations.find(({ isDefault }) => isDefault)?.sharedSettings ?? {}
  const { taskColumn, contactList, namesCompany } = shared
  return {
    taskColumn: isColumn(taskColumn) ? taskColumn : 'todo',
    contactList: typeof contactList === 'string' && contactList ? contactList : undefined,
    namesCompany: namesCompany !== false,
  }
}

/** What each connection is called, by its id: with a number where several are called the same, the oldest first. */
export function distinctNames<Known extends Pick<Connection, 'id' | 'dateCreated'>>(
  connections: readonly Known[],
  nameOf: (connection: Known) => string,
): Record<string, string> {
  const sorted = connections.toSorted((a, b) => a.dateCreated.localeCompare(b.dateCreated))
  const names = sorted.map((connection): [id: string, name: string] => {
    const name = nameOf(connection)
    const namesakes = sorted.filter((other) => nameOf(other) === name)
    return [connection.id, namesakes.length > 1 ? `${name} (${namesakes.indexOf(connection) + 1})` : name]
  })
  return Object.fromEntries(names)
}
