import type { ConnectedUserId, PermissionsClaim, ProductId, ProjectId } from '@tenon/core'
import type { Provider } from '@tenon/providers'
import type { Actor } from './audit/entry.ts'
import type { Caches } from './caches.ts'
import type { Config } from './config.ts'
import type { Database } from './database/open.ts'
import type { Invalidations } from './invalidation.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Outbound } from './outbound.ts'
import type { Queue } from './queue/queue.ts'
import type { SingleFlight } from './single-flight.ts'
import type { Vault } from './vault.ts'
import type { Gate } from './webhooks/gate.ts'

/** The parts of the process that verbs use. Made once in `main.ts`; time and randomness come in here. */
export interface Services {
  config: Config
  db: Database
  vault: Vault
  /** The catalog, by id. */
  providers: ReadonlyMap<string, Provider>
  outbound: Outbound
  invalidations: Invalidations
  caches: Caches
  /** Refreshes under way in this process. */
  refreshes: SingleFlight
  /** Which attempts of webhook deliveries this process may begin. */
  webhookGate: Gate
  /** Runs only in servers; commands leave what they add to them. */
  queue: Queue
  log: Log
  metrics: Metrics
  now: () => Date
}

export interface Project {
  id: ProjectId
  name: string
  productId: ProductId
  productName: string
  allowedOrigins: string[]
  wrapsRestAnswers: boolean
  /** Who of the team is mailed when connections need their users again. */
  alertEmails: string[]
  /** The users themselves are mailed too. */
  mailsUsers: boolean
}

/** A call on behalf of a project: the Team API, the command line, provisioning. Every query is scoped by it. */
export interface ProjectContext extends Services {
  project: Project
  /** On whose behalf; absent: the connected user's, or nobody's. */
  actor?: Actor
}

/** A call on behalf of one connected user of the project: the Connect API and the portal. */
export interface UserContext extends ProjectContext {
  user: ConnectedUser
  /** The permissions claim of the user token; absent allows everything. */
  permissions: PermissionsClaim | undefined
}

export interface ConnectedUser {
  id: ConnectedUserId
  /** `sub` of the user token. */
  externalId: string
}
