import type { PortalConnection, PortalView } from '@tenon/core'
import { texts } from '../texts/current.ts'

/** What an account is called: as the provider calls it, with a number where several would be called the same. */
export function accountName(
  { integration, connections }: Pick<PortalView, 'integration' | 'connections'>,
  connection: PortalConnection,
): string {
  const nameOf = ({ account }: PortalConnection) => account?.label ?? texts.accounts.unnamed(integration.name)
  const name = nameOf(connection)
  const namesakes = connections
    .filter((other) => nameOf(other) === name)
    .sort((one, other) => one.connectedAt.localeCompare(other.connectedAt) || one.id.localeCompare(other.id))
  const place = namesakes.findIndex(({ id }) => id === connection.id) + 1
  return namesakes.length > 1 ? texts.accounts.numbered(name, place) : name
}
