import type { AppError, ConnectionId } from '@tenon/core'
import type { Callback } from '../connections/callback.ts'
import { TOLD_CONNECTION } from '../connections/install-options.ts'
import { enteredStoreUrl } from '../connections/posted.ts'
import type { ConnectSession } from '../connections/sessions.ts'
import { postedUrl } from '../http/urls.ts'
import type { Integration } from '../integrations/integrations.ts'
import { activatePage } from '../pages/activate.ts'
import type { Page } from '../pages/html.ts'
import { confirmPage, connectedPage, failedPage, type Tell } from '../pages/popup.ts'

/** Of a user's name on a page. */
const LONGEST_LABEL = 80

/**
 * Asks whether the user started this: names whose account will be connected to what.
 *
 * @param confirmPath relative to the page's own address
 */
export function consentPage(
  { ctx, session, parameters }: Callback,
  { provider }: Pick<Integration, 'provider'>,
  confirmPath: string,
): Page {
  return confirmPage({
    integration: provider.name,
    product: ctx.project.productName,
    user: userLabel(session.userExternalId),
    fields: parameters,
    confirmPath,
  })
}

/**
 * The addresses to enter at a provider that posts to us.
 *
 * @param acceptLanguage the browser's own
 */
export function addressesPage(
  { ctx, session, parameters }: Callback,
  { provider }: Pick<Integration, 'provider'>,
  acceptLanguage: string | undefined,
): Page {
  const callbackUrl = `${postedUrl(ctx.config)}/${parameters.state}`
  const product = ctx.project.productName
  return activatePage({
    integration: provider.name,
    product,
    callbackUrl,
    identityUrl: `${callbackUrl}/identity`,
    storeUrl: enteredStoreUrl(ctx, session),
    acceptLanguage,
  })
}

/** @param isPending the user still has something to choose */
export function successPage(
  { ctx, session, opener }: Callback,
  { provider }: Pick<Integration, 'provider'>,
  { connectionId, isPending }: { connectionId: ConnectionId; isPending: boolean },
): Page {
  const about = { integration: provider.name, product: ctx.project.productName, isPending }
  return connectedPage(
    about,
    opener.expectsMessage ? tell(session, success(session, connectionId)) : undefined,
  )
}

export function failurePage(
  { status, code, message }: Pick<AppError, 'status' | 'code' | 'message'>,
  session: ConnectSession | undefined,
): Page {
  const errorResponse = { message, code, status }
  const news = { type: 'oauth_error_callback', error: message, errorResponse }
  return failedPage(message, session && tell(session, news))
}

/** The SDK posts `payload` back to us as if it were a form, and takes the answer for a new connection. */
function success({ integrationId }: ConnectSession, connectionId: ConnectionId): object {
  const credential = { integrationId, payload: { [TOLD_CONNECTION]: connectionId } }
  return { type: 'oauth_success_callback', credential }
}

function tell({ openerOrigin, integrationId }: ConnectSession, message: object): Tell | undefined {
  return openerOrigin === null ? undefined : { openerOrigin, message: { ...message, integrationId } }
}

/** The signed name alone: what the product tells beside it, the user could have set. Nothing in it can hide the rest. */
function userLabel(externalId: string): string {
  const visible = externalId.replace(/[\p{Cc}\p{Cf}]/gu, '')
  return visible.length > LONGEST_LABEL ? `${visible.slice(0, LONGEST_LABEL)}…` : visible
}
