declare const noun: unique symbol

/** A UUIDv7 that names one row of `Noun`. Branded, so that a `ConnectionId` is not a `ProjectId`. */
export type Id<Noun extends string> = string & { readonly [noun]: Noun }

export type ProductId = Id<'product'>
export type ProjectId = Id<'project'>
export type SigningKeyId = Id<'signing_key'>
export type ApiKeyId = Id<'api_key'>
export type KeyvaultEntryId = Id<'keyvault_entry'>
export type IntegrationId = Id<'integration'>
/** Our own id of a connected user. The customer's id for the same user is `externalId`, the `sub` of a user token. */
export type ConnectedUserId = Id<'connected_user'>
export type ConnectionId = Id<'connection'>
export type ConfigurationId = Id<'configuration'>
export type ConnectSessionId = Id<'connect_session'>
export type WebhookEndpointId = Id<'webhook_endpoint'>
export type WebhookDeliveryId = Id<'webhook_delivery'>

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether a text from outside can name a row at all; PostgreSQL refuses anything else with an error of its own. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}
