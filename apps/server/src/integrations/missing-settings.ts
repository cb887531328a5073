import { type AuthKind, clientOwner } from '@tenon/providers'
import { isPublic } from './own-client.ts'

/** What an integration may lack, as its settings call it. */
export const MISSING_SETTINGS = ['clientId', 'clientSecret'] as const
export type MissingSetting = (typeof MISSING_SETTINGS)[number]

/** What people call it. */
export const settingNames: Record<MissingSetting, string> = {
  clientId: 'client id',
  clientSecret: 'client secret',
}

/** What the team has entered; the secret may be sealed. */
type Entered = Readonly<Record<MissingSetting, unknown>>

/** What is needed before all of these kinds of authorisation work. */
export function missingSettings(authKinds: readonly AuthKind[], entered: Entered): MissingSetting[] {
  const needed = new Set(authKinds.flatMap(neededSettings))
  return MISSING_SETTINGS.filter((setting) => needed.has(setting) && !entered[setting])
}

/** Whether this kind works without an OAuth client of the team's own. */
export function needsClient(auth: AuthKind): boolean {
  return neededSettings(auth).length > 0
}

/** Whether users can connect by this kind already, as far as the team has set the integration up. */
export function isReady(
  { clientId, hasClientSecret }: { clientId: string | null; hasClientSecret: boolean },
  auth: AuthKind,
): boolean {
  return missingSettings([auth], { clientId, clientSecret: hasClientSecret }).length === 0
}

/** A public client (RFC 6749 §2.1) has no secret. */
function neededSettings(auth: AuthKind): MissingSetting[] {
  if (clientOwner(auth) !== 'team') return []
  return isPublic(auth) ? ['clientId'] : ['clientId', 'clientSecret']
}
