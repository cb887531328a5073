import { createTenonServer } from '@tenon/sdk/server'
import type { User } from './users.ts'

/** All that a product's server does for Tenon: say, signed, who is signed in. */
export function userTokens(tenon: { host: string; projectId: string; signingKey: string }) {
  const { signUserToken } = createTenonServer(tenon)
  return ({ id, name, email }: User) => signUserToken({ userId: id, metadata: { name, email } })
}
