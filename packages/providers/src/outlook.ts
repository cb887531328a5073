import { graphApi, graphWebhooks, microsoftGraph, microsoftNext, microsoftTenant } from './microsoft-oauth.ts'
import { defineProvider } from './page/provider.ts'

/** Mailboxes count, where the rest of Microsoft Graph has a token. */
const next = { ...microsoftNext, param: '$skip' }

export const outlook = defineProvider({
  id: 'outlook',
  name: 'Microsoft Outlook',
  category: 'communication',
  description: 'E-mail, calendars and contacts of a Microsoft account',
  docs: 'https://learn.microsoft.com/en-us/graph/api/resources/mail-api-overview',
  icon: {
    simpleIcon: null,
    glyph: 'M2 5h20v1.5l-10 6.2L2 6.5zm0 3.9 10 6.2 10-6.2V19H2z', // an envelope
    color: '#0078D4',
  },
  variables: [microsoftTenant],
  auth: microsoftGraph(
    [
      { name: 'Mail.ReadWrite', description: 'Read, write and delete your e-mail' },
      { name: 'Mail.Send', description: 'Send e-mail as you' },
      { name: 'Calendars.ReadWrite', description: 'See and change your calendars' },
    ],
    [
      { name: 'Mail.Read', description: 'Read your e-mail' },
      { name: 'Mail.ReadBasic', description: 'See senders and subjects, but no text' },
      { name: 'Mail.ReadWrite.Shared', description: 'Read, write and delete e-mail shared with you' },
      { name: 'Calendars.Read', description: 'See your calendars' },
      { name: 'Calendars.ReadWrite.Shared', description: 'See and change calendars shared with you' },
      { name: 'Contacts.Read', description: 'See your contacts' },
      { name: 'Contacts.ReadWrite', description: 'See and change your contacts' },
      { name: 'MailboxSettings.ReadWrite', description: 'See and change mailbox settings' },
    ],
  ),
  api: graphApi,
  webhooks: graphWebhooks,
  sources: {
    mail_folders: {
      title: 'Mail folder',
      url: '/v1.0/me/mailFolders?$top=100',
      itemsPath: 'value',
      valuePath: 'id',
      labelPath: 'displayName',
      next,
    },
    calendars: {
      title: 'Calendar',
      url: '/v1.0/me/calendars?$top=100',
      itemsPath: 'value',
      valuePath: 'id',
      labelPath: 'name',
      next,
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'npm:better-auth@1.7.24',
      refresh: 'https://learn.microsoft.com/en-us/entra/identity-platform/refresh-tokens',
    },
    recheck: ['scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
