import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Interaction, Provider } from 'oidc-provider'
import { type Account, accounts, checkPassword, findAccount } from '../accounts.ts'
import type { SandboxClient } from '../oauth.ts'
import { consentPage } from '../pages/consent.ts'
import { errorPage } from '../pages/error.ts'
import { sendPage } from '../pages/send.ts'
import { signInPage } from '../pages/sign-in.ts'
import { parseScopes } from '../scopes.ts'
import type { SignIns } from '../sign-ins.ts'
import type { TokenStore } from '../token-store.ts'

interface Parts {
  provider: Provider
  client: SandboxClient
  signIns: SignIns
  tokens: TokenStore
}

type Form = Record<string, string>

/** Sign-in and consent of one authorization request: pages that work without scripts. */
export function interactionRoutes(app: FastifyInstance, { provider, client, signIns, tokens }: Parts): void {
  const pathOf = ({ uid }: Interaction) => `/interaction/${uid}`

  /** Hands the request its authorization request, or answers that there is none any more. */
  const within =
    (answer: (interaction: Interaction, request: FastifyRequest, reply: FastifyReply) => unknown) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const interaction = await provider.interactionDetails(request.raw, reply.raw).catch(() => undefined)
      if (interaction) return answer(interaction, request, reply)
      const message = 'It was finished, was begun in another browser, or waited for too long.'
      return sendPage(
        reply,
        errorPage({ title: 'This sign-in is over', message, code: 'session_not_found' }),
        410,
      )
    }

  app.get(
    '/interaction/:uid',
    within((interaction, request, reply) => {
      const account = signIns.account(request)
      const action = pathOf(interaction)
      const connected = new Set(accounts.flatMap(({ id }) => (tokens.grantsOf(id).length > 0 ? id : [])))
      // An app that asks again most likely wants another account than the one that is signed in.
      const isSure = account && (!connected.has(account.id) || signIns.isChosenFor(request, interaction.uid))
      if (!isSure)
        return sendPage(
          reply,
          signInPage({ action: `${action}/sign-in`, appName: client.name, isChoice: !!account, connected }),
        )
      const asked = parseScopes(String(interaction.params.scope ?? ''))
      const returnHost = new URL(client.redirectUri).host
      return sendPage(reply, consentPage({ action, appName: client.name, account, asked, returnHost }))
    }),
  )

  app.post<{ Body: Form }>(
    '/interaction/:uid/sign-in',
    within((interaction, { body }, reply) => {
      const form = body as Form
      const account = readSignIn(form)
      if (!account) {
        const problem = 'No account has this e-mail address and password.'
        const action = `${pathOf(interaction)}/sign-in`
        return sendPage(reply, signInPage({ action, appName: client.name, problem, email: form.email }), 422)
      }
      signIns.signIn(reply, account, interaction.uid)
      return reply.redirect(pathOf(interaction), 303)
    }),
  )

  app.post(
    '/interaction/:uid/switch',
    within((interaction, request, reply) => {
      signIns.signOut(request, reply)
      return reply.redirect(pathOf(interaction), 303)
    }),
  )

  app.post(
    '/interaction/:uid/consent',
    within(async (interaction, request, reply) => {
      const account = signIns.account(request)
      if (!account) return reply.redirect(pathOf(interaction), 303)
      const { decision } = request.body as Form
      const result =
        decision === 'allow'
          ? await allow(provider, interaction, account)
          : { error: 'access_denied', error_description: 'The user did not allow access' }
      return reply.redirect(await provider.interactionResult(request.raw, reply.raw, result), 303)
    }),
  )
}

/** The account that a sign-in form opens: a demo account's button, or its password. */
export function readSignIn({ account, email = '', password = '' }: Form): Account | undefined {
  return account === undefined ? checkPassword(email, password) : findAccount(account)
}

async function allow(provider: Provider, interaction: Interaction, account: Account): Promise<object> {
  const { session } = interaction
  if (session?.accountId !== undefined && session.accountId !== account.id) {
    // oidc-provider would sign the other account out on a page of its own; our page did that already.
    await provider.Session.findByUid(session.uid).then((old) => old?.destroy())
    interaction.session = undefined
    await interaction.save(interaction.exp - Math.floor(Date.now() / 1000))
  }
  const grant = new provider.Grant({ accountId: account.id, clientId: String(interaction.params.client_id) })
  grant.addOIDCScope(parseScopes(String(interaction.params.scope ?? '')).join(' '))
  return { login: { accountId: account.id }, consent: { grantId: await grant.save() } }
}
