import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Account } from '../accounts.ts'
import type { ContactBook } from '../contacts.ts'
import type { SandboxClient } from '../oauth.ts'
import { contactsPage } from '../pages/contacts.ts'
import { developersPage } from '../pages/developers.ts'
import { homePage } from '../pages/home.ts'
import { sendPage } from '../pages/send.ts'
import { apiKeysPage, connectedAppsPage } from '../pages/settings.ts'
import type { SignIns } from '../sign-ins.ts'
import type { TokenStore } from '../token-store.ts'
import { readSignIn } from './interaction.ts'

const PAGE_SIZE = 12

interface Parts {
  origin: string
  client: SandboxClient
  signIns: SignIns
  tokens: TokenStore
  bookOf: (account: Account) => ContactBook
}

/** Sandbox CRM's own pages: what its customers would see. */
export function siteRoutes(app: FastifyInstance, { origin, client, signIns, tokens, bookOf }: Parts): void {
  /** Hands the request its signed-in account, or sends the browser to the sign-in. */
  const signedIn =
    (answer: (account: Account, request: FastifyRequest, reply: FastifyReply) => unknown) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const account = signIns.account(request)
      return account ? answer(account, request, reply) : reply.redirect('/', 303)
    }

  app.get('/', async (request, reply) =>
    signIns.account(request) ? reply.redirect('/contacts', 303) : sendPage(reply, homePage()),
  )

  app.post('/sign-in', async (request, reply) => {
    const form = request.body as Record<string, string>
    const account = readSignIn(form)
    if (account) {
      signIns.signIn(reply, account)
      return reply.redirect('/contacts', 303)
    }
    const problem = 'No account has this e-mail address and password.'
    return sendPage(reply, homePage({ problem, email: form.email ?? '' }), 422)
  })

  app.post('/sign-out', async (request, reply) => {
    signIns.signOut(request, reply)
    return reply.redirect('/', 303)
  })

  app.get(
    '/contacts',
    signedIn((account, request, reply) => {
      const { search = '', cursor } = request.query as { search?: string; cursor?: string }
      const page = bookOf(account).list({ search, cursor, limit: PAGE_SIZE })
      return sendPage(reply, contactsPage({ account, page, search, isFirst: cursor === undefined }))
    }),
  )

  app.get(
    '/settings/api-keys',
    signedIn((account, _, reply) => sendPage(reply, apiKeysPage({ account, origin }))),
  )

  app.get(
    '/settings/apps',
    signedIn((account, _, reply) => {
      const grants = tokens.grantsOf(account.id)
      return sendPage(reply, connectedAppsPage({ account, appName: client.name, grants }))
    }),
  )

  app.post(
    '/settings/apps/:grantId/remove',
    signedIn((account, request, reply) => {
      const { grantId } = request.params as { grantId: string }
      if (tokens.grantsOf(account.id).some(({ id }) => id === grantId)) tokens.revokeGrant(grantId)
      return reply.redirect('/settings/apps', 303)
    }),
  )

  app.get('/developers', async (request, reply) =>
    sendPage(reply, developersPage({ account: signIns.account(request), origin })),
  )
}
