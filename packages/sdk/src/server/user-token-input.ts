/**
 * What a token may do, by scope: `integration:*`, `integration:slack`, `credential:*`, `credential:<id>`,
 * `configuration:ext:<id>`. The more specific scope decides. Without permissions a token may do everything its user may.
 *
 * @example { 'integration:*': ['credential:read'], 'integration:slack': true }
 */
export interface Permissions {
  [scopeOrPermission: string]: boolean | string[] | Permissions
}

export interface UserTokenInput {
  /** Your own id for the user, or for the company if its users share connections. */
  userId: string
  /** Default: 3600. */
  expiresInSeconds?: number | undefined
  /** About the user, such as `{ Name, Email }`. The SDK in the page reads it and keeps it with the user; the server does not. */
  metadata?: Record<string, unknown> | undefined
  permissions?: Permissions | undefined
}
