import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Account, findAccount } from './accounts.ts'

const COOKIE = 'sandbox_session'

/** Who is signed in to Sandbox CRM in which browser. Forgotten when the sandbox stops. */
export class SignIns {
  readonly #sessions = new Map<string, { accountId: string; chosenFor: string | undefined }>()

  account(request: FastifyRequest): Account | undefined {
    const session = this.#sessions.get(sessionId(request))
    return session && findAccount(session.accountId)
  }

  /** Whether the account was chosen on the way to what this id names. */
  isChosenFor(request: FastifyRequest, interactionId: string): boolean {
    return this.#sessions.get(sessionId(request))?.chosenFor === interactionId
  }

  /** @param chosenFor the authorization request that the account was chosen for */
  signIn(reply: FastifyReply, account: Account, chosenFor?: string): void {
    const id = randomBytes(24).toString('base64url')
    this.#sessions.set(id, { accountId: account.id, chosenFor })
    reply.header('set-cookie', `${COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax`)
  }

  signOut(request: FastifyRequest, reply: FastifyReply): void {
    this.#sessions.delete(sessionId(request))
    reply.header('set-cookie', `${COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`)
  }
}

function sessionId({ headers }: FastifyRequest): string {
  const [, id = ''] = new RegExp(`(?:^|; )${COOKIE}=([\\w-]+)`).exec(headers.cookie ?? '') ?? []
  return id
}
