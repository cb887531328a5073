import type { ConfigurationId, ConnectionId } from '@tenon/core'
import { uuidv7 } from 'uuidv7'

export const newConnectionId = () => timeOrderedUuid() as ConnectionId
export const newConfigurationId = () => timeOrderedUuid() as ConfigurationId

/**
 * A UUIDv7 marked as version 4. Clients hold the ids of connections and configurations and hand them back, and
 * `@useparagon/connect` knows UUIDs up to version 5 only: 2.4.0 would look for an external id of that name, 2.2.4 refuses it.
 */
function timeOrderedUuid(): string {
  const id = uuidv7()
  return `${id.slice(0, 14)}4${id.slice(15)}`
}
