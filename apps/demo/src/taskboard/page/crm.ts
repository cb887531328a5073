import { createTenon, type Tenon } from '@tenon/sdk'

export function openTenon({ host, projectId }: { host: string; projectId: string }): Tenon {
  return createTenon({
    host,
    projectId,
    getUserToken: () => fetch('/api/user-token', { method: 'POST' }).then((response) => response.text()),
  })
}

/** Everything Taskboard does with the CRM of whoever is signed in. */
export function crmOf(tenon: Tenon) {
  return {
    connect: (accountType: 'oauth' | 'api_key', externalId: string) =>
      tenon.connect('sandbox', { accountType, externalId, allowMultipleCredentials: true }),

    contacts: (connectionId: string, query: Record<string, string>) =>
      tenon.request('sandbox', '/contacts', { query, selectedCredentialId: connectionId }),

    addContact: (connectionId: string, body: Record<string, string>) =>
      tenon.request('sandbox', '/contacts', { method: 'POST', body, selectedCredentialId: connectionId }),

    disconnect: (connectionId: string) =>
      tenon.uninstallIntegration('sandbox', { selectedCredentialId: connectionId }),
  }
}

/** A contact of Sandbox CRM, as far as Taskboard uses it. */
export interface Contact {
  id: string
  name: string
  email: string
  company: string | null
  title: string | null
}

export interface ContactPage {
  data: Contact[]
  next_cursor: string | null
  total: number
}
