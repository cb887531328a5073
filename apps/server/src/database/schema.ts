/**
 * Every table, in the order in which they refer to each other. Ids are UUIDv7 made by us; every table below `project`
 * carries `project_id`, and every query is scoped by it. Sealed columns (`bytea`) are opened by the vault only.
 */
import type {
  ApiKeyId,
  ConfigurationId,
  ConnectedUserId,
  ConnectionId,
  ConnectionStatus,
  ConnectSessionId,
  Input,
  IntegrationId,
  KeyvaultEntryId,
  ProductId,
  ProjectId,
  ReauthReason,
  SigningKeyId,
  WebhookDeliveryId,
  WebhookEndpointId,
} from '@tenon/core'
import { sql } from 'drizzle-orm'
import {
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { PendingChoice } from '../assemblies/state.ts'
import type { Actor, AuditAction, AuditDetail } from '../audit/entry.ts'
import type { InstallOptions } from '../connections/install-options.ts'
import type { KeyvaultKind } from '../keyvault/entry.ts'
import type { DeliveryStatus, WebhookEvent } from '../webhooks/event.ts'

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })
const createdAt = moment('created_at').notNull().defaultNow()
const updatedAt = moment('updated_at').notNull().defaultNow()

/** Sealed with each encryption key once, so that a wrong key is noticed at start. */
export const encryptionCanary = pgTable('encryption_canary', {
  keyId: text('key_id').primaryKey(),
  sealed: bytea('sealed').notNull(),
})

/** One row: what the server that started last was told, for commands that are told nothing themselves. */
export const serverSettings = pgTable('server_settings', {
  id: integer('id').primaryKey(),
  publicUrl: text('public_url').notNull(),
  outboundAllow: text('outbound_allow').array().notNull(),
})

/** Groups the projects of one SaaS product: development, staging, production. */
export const product = pgTable('product', {
  id: uuid('id').$type<ProductId>().primaryKey(),
  name: text('name').notNull().unique(),
  createdAt,
})

/** One environment of a product: its own providers, users, keys and secrets. */
export const project = pgTable(
  'project',
  {
    id: uuid('id').$type<ProjectId>().primaryKey(),
    productId: uuid('product_id')
      .$type<ProductId>()
      .notNull()
      .references(() => product.id),
    name: text('name').notNull(),
    /** Origins of the product's pages: they may frame the portal and need no confirmation page. Empty: any may frame. */
    allowedOrigins: text('allowed_origins').array().notNull().default(sql`'{}'`),
    /** REST callers get the `{output}` wrapper too, unless they ask for the raw answer. */
    wrapsRestAnswers: boolean('wraps_rest_answers').notNull().default(false),
    /** Who of the team is mailed when connections need their users again. */
    alertEmails: text('alert_emails').array().notNull().default(sql`'{}'`),
    /** The users themselves are mailed too, those whose metadata has an `email`. */
    mailsUsers: boolean('mails_users').notNull().default(false),
    createdAt,
  },
  (table) => [uniqueIndex('project_name').on(table.productId, table.name)],
)

const projectId = () =>
  uuid('project_id')
    .$type<ProjectId>()
    .notNull()
    .references(() => project.id, { onDelete: 'cascade' })

/** RS256 public key that checks user tokens. Several are valid while one is rotated. */
export const signingKey = pgTable(
  'signing_key',
  {
    id: uuid('id').$type<SigningKeyId>().primaryKey(),
    projectId: projectId(),
    name: text('name').notNull(),
    /** PEM, SubjectPublicKeyInfo. */
    publicKey: text('public_key').notNull(),
    /** SHA-256 of the DER form: the same key is listed once. */
    fingerprint: text('fingerprint').notNull(),
    createdAt,
    revokedAt: moment('revoked_at'),
  },
  (table) => [uniqueIndex('signing_key_fingerprint').on(table.projectId, table.fingerprint)],
)

/** Lets the team's programs use the Team API. Only a digest is kept: the key itself is 256 random bits. */
export const apiKey = pgTable(
  'api_key',
  {
    id: uuid('id').$type<ApiKeyId>().primaryKey(),
    projectId: projectId(),
    name: text('name').notNull(),
    /** SHA-256 of the key. */
    digest: bytea('digest').notNull().unique(),
    /** The last four characters, to tell keys apart in a list. */
    hint: text('hint').notNull(),
    /** May be shown secrets of the keyvault. */
    canReveal: boolean('can_reveal').notNull().default(false),
    createdAt,
    revokedAt: moment('revoked_at'),
  },
  (table) => [index('api_key_project').on(table.projectId)],
)

/** A secret of the team's own, never a user's credential: an OAuth client, or any other value. */
export const keyvaultEntry = pgTable(
  'keyvault_entry',
  {
    id: uuid('id').$type<KeyvaultEntryId>().primaryKey(),
    projectId: projectId(),
    name: text('name').notNull(),
    kind: text('kind').$type<KeyvaultKind>().notNull(),
    description: text('description').notNull().default(''),
    /** Of an OAuth client; readable, as it stands in the address of every consent page. */
    clientId: text('client_id'),
    /** Sealed: the client's secret, which a public client lacks, or the value. */
    value: bytea('value'),
    /** Sealed before there was a keyvault: the place is `integration.client_secret` of the row with this id. */
    isSealedAsIntegration: boolean('is_sealed_as_integration').notNull().default(false),
    createdAt,
    updatedAt,
    /** To the hour. */
    lastUsedAt: moment('last_used_at'),
  },
  (table) => [uniqueIndex('keyvault_entry_name').on(table.projectId, table.name)],
)

/** A provider switched on in a project. */
export const integration = pgTable(
  'integration',
  {
    id: uuid('id').$type<IntegrationId>().primaryKey(),
    projectId: projectId(),
    /** `slack`, or `custom.<name>`. */
    slug: text('slug').notNull(),
    isActive: boolean('is_active').notNull().default(true),
    description: text('description'),
    /** Markdown. */
    overview: text('overview'),
    accentColor: text('accent_color'),
    /** Its OAuth client. */
    keyvaultEntryId: uuid('keyvault_entry_id')
      .$type<KeyvaultEntryId>()
      .references(() => keyvaultEntry.id),
    /** The team's choice; null asks for the page's own list. */
    scopes: text('scopes').array(),
    /** Account types offered, by id; null offers all of the page. */
    accountTypes: text('account_types').array(),
    /** Users may bring an OAuth client of their own. */
    allowsOwnClient: boolean('allows_own_client').notNull().default(false),
    variables: jsonb('variables').$type<Record<string, string>>().notNull().default({}),
    /** User settings. */
    inputs: jsonb('inputs').$type<Input[]>().notNull().default([]),
    createdAt,
    updatedAt,
  },
  (table) => [
    uniqueIndex('integration_slug').on(table.projectId, table.slug),
    index('integration_keyvault_entry').on(table.keyvaultEntryId),
  ],
)

/** The customer's end user. */
export const connectedUser = pgTable(
  'connected_user',
  {
    id: uuid('id').$type<ConnectedUserId>().primaryKey(),
    projectId: projectId(),
    /** `sub` of the user token. */
    externalId: text('external_id').notNull(),
    meta: jsonb('meta').$type<Record<string, unknown>>().notNull().default({}),
    createdAt,
  },
  (table) => [
    uniqueIndex('connected_user_external_id').on(table.projectId, table.externalId),
    // The team's list, newest first, and its search by the beginning of an external id.
    index('connected_user_project').on(table.projectId, table.id),
    index('connected_user_search').on(table.projectId, table.externalId.op('text_pattern_ops')),
  ],
)

/** One connected user's authorization for one integration. */
export const connection = pgTable(
  'connection',
  {
    id: uuid('id').$type<ConnectionId>().primaryKey(),
    projectId: projectId(),
    userId: uuid('user_id')
      .$type<ConnectedUserId>()
      .notNull()
      .references(() => connectedUser.id, { onDelete: 'cascade' }),
    integrationId: uuid('integration_id')
      .$type<IntegrationId>()
      .notNull()
      .references(() => integration.id, { onDelete: 'cascade' }),
    /** Which of the page's kinds of authorisation was used. */
    accountType: text('account_type').notNull(),
    status: text('status').$type<ConnectionStatus>().notNull(),
    reauthReason: text('reauth_reason').$type<ReauthReason>(),
    externalId: text('external_id'),
    /** The provider's own name for the account. */
    accountId: text('account_id'),
    accountLabel: text('account_label'),
    metadata: jsonb('metadata').$type<Record<string, string>>().notNull().default({}),
    /** A sealed `Credential`; null when it was removed. */
    credential: bytea('credential'),
    /** Grows with each change of the credential; a write says which version it saw. */
    credentialVersion: integer('credential_version').notNull().default(1),
    issuedAt: moment('issued_at').notNull().defaultNow(),
    expiresAt: moment('expires_at'),
    /** There is something to renew the credential with. */
    isRenewable: boolean('is_renewable').notNull().default(false),
    refreshFailureCount: integer('refresh_failure_count').notNull().default(0),
    refreshForcedAt: moment('refresh_forced_at'),
    refreshLeaseId: uuid('refresh_lease_id'),
    refreshLeaseUntil: moment('refresh_lease_until'),
    /** Set when the refresh token was sent, cleared when the reply was saved: still set means interrupted. */
    refreshStartedAt: moment('refresh_started_at'),
    /** With `pending`: what the user has to choose. */
    choice: jsonb('choice').$type<PendingChoice>(),
    /** With `pending`: a sealed `AssemblyState`. */
    assemblyState: bytea('assembly_state'),
    createdAt,
    updatedAt,
  },
  (table) => [
    index('connection_user').on(table.userId, table.integrationId),
    index('connection_project').on(table.projectId, table.id),
    index('connection_status').on(table.projectId, table.status, table.id),
    uniqueIndex('connection_external_id')
      .on(table.userId, table.integrationId, table.externalId)
      .where(sql`external_id is not null`),
    index('connection_integration').on(table.integrationId),
    // What the refresher goes through.
    index('connection_unused').on(table.issuedAt).where(sql`status = 'active' and is_renewable`),
  ],
)

/** Settings on a connection. Exactly one is the default. */
export const configuration = pgTable(
  'configuration',
  {
    id: uuid('id').$type<ConfigurationId>().primaryKey(),
    projectId: projectId(),
    connectionId: uuid('connection_id')
      .$type<ConnectionId>()
      .notNull()
      .references(() => connection.id, { onDelete: 'cascade' }),
    isDefault: boolean('is_default').notNull(),
    externalId: text('external_id'),
    sharedSettings: jsonb('shared_settings').$type<Record<string, unknown>>().notNull().default({}),
    workflowSettings: jsonb('workflow_settings')
      .$type<Record<string, { enabled: boolean; settings: Record<string, unknown> }>>()
      .notNull()
      .default({}),
    meta: jsonb('meta').$type<Record<string, unknown>>().notNull().default({}),
    createdAt,
    updatedAt,
  },
  (table) => [
    index('configuration_connection').on(table.connectionId),
    uniqueIndex('configuration_default').on(table.connectionId).where(sql`is_default`),
    uniqueIndex('configuration_external_id')
      .on(table.connectionId, table.externalId)
      .where(sql`external_id is not null`),
  ],
)

/** One attempt to connect through a provider's own pages, from the click to the callback. */
export const connectSession = pgTable(
  'connect_session',
  {
    id: uuid('id').$type<ConnectSessionId>().primaryKey(),
    projectId: projectId(),
    userId: uuid('user_id')
      .$type<ConnectedUserId>()
      .notNull()
      .references(() => connectedUser.id, { onDelete: 'cascade' }),
    integrationId: uuid('integration_id')
      .$type<IntegrationId>()
      .notNull()
      .references(() => integration.id, { onDelete: 'cascade' }),
    /** SHA-256 of the `state` parameter. */
    stateDigest: bytea('state_digest').notNull().unique(),
    /** The client's own random id for this attempt, which it polls by. */
    pollKey: text('poll_key'),
    /** The page that opened the popup; messages go nowhere else. */
    openerOrigin: text('opener_origin'),
    accountType: text('account_type').notNull(),
    redirectUri: text('redirect_uri').notNull(),
    installOptions: jsonb('install_options').$type<InstallOptions>().notNull(),
    /** A sealed `AssemblyState`: entered values and the code verifier; removed when the callback was used. */
    state: bytea('state'),
    status: text('status')
      .$type<'waiting' | 'exchanging' | 'completed' | 'failed'>()
      .notNull()
      .default('waiting'),
    error: jsonb('error').$type<{ code: string; message: string }>(),
    connectionId: uuid('connection_id').$type<ConnectionId>(),
    createdAt,
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [
    uniqueIndex('connect_session_poll_key').on(table.userId, table.pollKey),
    index('connect_session_expires_at').on(table.expiresAt),
  ],
)

/** What a popup's address carries instead of the user token: good for one use, within a minute. */
export const popupCode = pgTable(
  'popup_code',
  {
    /** SHA-256 of the code. */
    digest: bytea('digest').primaryKey(),
    projectId: projectId(),
    userId: uuid('user_id')
      .$type<ConnectedUserId>()
      .notNull()
      .references(() => connectedUser.id, { onDelete: 'cascade' }),
    integrationId: uuid('integration_id')
      .$type<IntegrationId>()
      .notNull()
      .references(() => integration.id, { onDelete: 'cascade' }),
    /** The page that opens the popup. */
    openerOrigin: text('opener_origin').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [
    index('popup_code_expires_at').on(table.expiresAt),
    // For what goes with a user or an integration.
    index('popup_code_user').on(table.userId),
    index('popup_code_integration').on(table.integrationId),
  ],
)

/** Who did what to a connection, and why. Names instead of references, so that it outlives what it tells of. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: uuid('id').primaryKey(),
    projectId: projectId(),
    at: moment('at').notNull(),
    actorKind: text('actor_kind').$type<Actor['kind']>().notNull(),
    /** The user's external id, or the id of the team's key. */
    actorId: text('actor_id'),
    action: text('action').$type<AuditAction>().notNull(),
    connectionId: uuid('connection_id').$type<ConnectionId>(),
    /** Slug. */
    integration: text('integration'),
    userExternalId: text('user_external_id'),
    reason: text('reason').$type<ReauthReason>(),
    /** Never a secret. */
    detail: jsonb('detail').$type<AuditDetail>().notNull().default({}),
  },
  (table) => [
    index('audit_log_project').on(table.projectId, table.id),
    index('audit_log_connection').on(table.connectionId, table.id),
    index('audit_log_user').on(table.projectId, table.userExternalId, table.id),
    // What an e-mail of a time window tells.
    index('audit_log_at').on(table.projectId, table.at),
  ],
)

/** Where the product wants to be told. */
export const webhookEndpoint = pgTable(
  'webhook_endpoint',
  {
    id: uuid('id').$type<WebhookEndpointId>().primaryKey(),
    projectId: projectId(),
    url: text('url').notNull(),
    description: text('description').notNull().default(''),
    events: text('events').array().$type<WebhookEvent[]>().notNull(),
    isEnabled: boolean('is_enabled').notNull().default(true),
    /** Sealed; signs every delivery. */
    secret: bytea('secret').notNull(),
    /** Sealed; signs beside the new one for a day after it was replaced. */
    previousSecret: bytea('previous_secret'),
    previousSecretUntil: moment('previous_secret_until'),
    createdAt,
    updatedAt,
  },
  (table) => [index('webhook_endpoint_project').on(table.projectId)],
)

/** One message for one endpoint. Written with what it tells of, so that neither is without the other. */
export const webhookDelivery = pgTable(
  'webhook_delivery',
  {
    id: uuid('id').$type<WebhookDeliveryId>().primaryKey(),
    projectId: projectId(),
    endpointId: uuid('endpoint_id')
      .$type<WebhookEndpointId>()
      .notNull()
      .references(() => webhookEndpoint.id, { onDelete: 'cascade' }),
    event: text('event').$type<WebhookEvent>().notNull(),
    /** The body as it is sent, the same at each attempt. */
    body: text('body').notNull(),
    status: text('status').$type<DeliveryStatus>().notNull().default('waiting'),
    attempts: integer('attempts').notNull().default(0),
    /** Of the last answer; null when there was none. */
    answerStatus: integer('answer_status'),
    /** Its first KiB. */
    answerExcerpt: text('answer_excerpt'),
    /** The code of why there was no answer. */
    error: text('error'),
    /** With `waiting`. */
    nextAttemptAt: moment('next_attempt_at'),
    /** When it is given up. */
    expiresAt: moment('expires_at').notNull(),
    createdAt,
    finishedAt: moment('finished_at'),
  },
  (table) => [
    index('webhook_delivery_project').on(table.projectId, table.id),
    index('webhook_delivery_endpoint').on(table.endpointId, table.id),
    index('webhook_delivery_due').on(table.nextAttemptAt).where(sql`status = 'waiting'`),
    index('webhook_delivery_finished').on(table.finishedAt),
  ],
)

/** An e-mail that gathers what happened within a window of time. */
export const mailMessage = pgTable(
  'mail_message',
  {
    id: uuid('id').primaryKey(),
    projectId: projectId(),
    recipient: text('recipient').notNull(),
    /** Null: the team's mail, about everybody. */
    userExternalId: text('user_external_id'),
    windowStart: moment('window_start').notNull(),
    windowEnd: moment('window_end').notNull(),
    status: text('status').$type<'waiting' | 'sent' | 'failed'>().notNull().default('waiting'),
    attempts: integer('attempts').notNull().default(0),
    /** The code of why it could not be sent. */
    error: text('error'),
    nextAttemptAt: moment('next_attempt_at'),
    createdAt,
    finishedAt: moment('finished_at'),
  },
  (table) => [
    unique('mail_message_window')
      .on(table.projectId, table.recipient, table.userExternalId, table.windowStart)
      .nullsNotDistinct(),
    index('mail_message_due').on(table.nextAttemptAt).where(sql`status = 'waiting'`),
    index('mail_message_finished').on(table.finishedAt),
    index('mail_message_user').on(table.projectId, table.userExternalId, table.windowStart),
  ],
)
