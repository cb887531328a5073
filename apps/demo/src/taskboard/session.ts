import type { User } from './users.ts'

/** What Taskboard's server tells its page at first. */
export interface Session {
  /** Who is signed in. */
  user: User
  users: readonly User[]
  tenon: { host: string; projectId: string }
  /** For the hints: where the sandbox provider is, and a key to try. */
  sandbox: { origin: string; sampleApiKey: string }
}
