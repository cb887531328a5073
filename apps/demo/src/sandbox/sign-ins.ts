import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Account, findAccount } from './accounts.ts'

const COOKIE = 'sandbox_session'

/** Who is signed in to Sandbox CRM in which browser. Forgotten when the sandbox stops. */
export class SignIns {
  readonly #accountIds = new Map<string, string>()

  account(request: FastifyRequest): Account | undefined {
    const accountId = this.#accountIds.get(sessionId(request))
    return accountId === undefined ? undefined : findAccount(accountId)
  }

  signIn(reply: FastifyReply, account: Account): void {
    const id = randomBytes(24).toString('base64url')
    this.#accountIds.set(id, account.id)
    reply.header('set-cookie', `${COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax`)
  }

  signOut(request: FastifyRequest, reply: FastifyReply): void {
    this.#accountIds.delete(sessionId(request))
    reply.header('set-cookie', `${COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`)
  }
}

function sessionId({ headers }: FastifyRequest): string {
  const [, id = ''] = new RegExp(`(?:^|; )${COOKIE}=([\\w-]+)`).exec(headers.cookie ?? '') ?? []
  return id
}
