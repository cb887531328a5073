/** What an app may be allowed to do, in the words of the consent page. */
export const scopes = {
  'contacts.read': { title: 'See your contacts', detail: 'Names, e-mail addresses, companies and lists' },
  'contacts.write': { title: 'Change your contacts', detail: 'Add new ones, and edit those you have' },
  'contacts.delete': { title: 'Delete your contacts', detail: 'For good: there is no way back' },
  profile: { title: 'See your profile', detail: 'Your name, e-mail address and plan' },
} as const

export type Scope = keyof typeof scopes

export const scopeNames = Object.keys(scopes) as Scope[]

/** The known scopes in a space-separated list (RFC 6749 §3.3), in our order. */
export function parseScopes(list: string | undefined): Scope[] {
  const asked = new Set(list?.split(' '))
  return scopeNames.filter((name) => asked.has(name))
}
