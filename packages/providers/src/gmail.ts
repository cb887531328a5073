import { googleAccount, googleErrorPaths, googleKinds, googleRateLimit, googleTest } from './google-oauth.ts'
import { defineProvider } from './page/provider.ts'

const SCOPE = 'https://www.googleapis.com/auth/gmail'

export const gmail = defineProvider({
  id: 'gmail',
  name: 'Gmail',
  category: 'communication',
  description: 'Messages, threads, labels and drafts of a Gmail account',
  docs: 'https://developers.google.com/workspace/gmail/api/guides',
  icon: { simpleIcon: 'gmail', color: '#EA4335' },
  auth: googleKinds(
    [{ name: `${SCOPE}.modify`, description: 'Read, write and send e-mail, but delete none for good' }],
    [
      { name: `${SCOPE}.readonly`, description: 'Read your e-mail' },
      { name: `${SCOPE}.send`, description: 'Send e-mail as you' },
      { name: `${SCOPE}.compose`, description: 'Write drafts and send them' },
      { name: `${SCOPE}.labels`, description: 'See and change your labels' },
      { name: `${SCOPE}.metadata`, description: 'See senders, subjects and labels, but no text' },
      { name: `${SCOPE}.settings.basic`, description: 'Change filters and other settings' },
      { name: 'https://mail.google.com/', description: 'Read, write, send and delete all your e-mail' },
    ],
  ),
  api: {
    baseUrl: 'https://gmail.googleapis.com',
    test: googleTest,
    account: googleAccount,
    errorPaths: googleErrorPaths,
    pagination: {
      next: { by: 'cursor', param: 'pageToken', path: 'nextPageToken' },
      itemsPath: 'messages',
      limitParam: 'maxResults',
    },
    rateLimit: googleRateLimit,
  },
  webhooks: {
    style: 'jwt',
    header: 'Authorization',
    algorithm: 'RS256',
    note: 'by way of Pub/Sub: a push subscription signs with an OIDC token; users.watch ends after 7 days',
  },
  sources: {
    labels: {
      title: 'Label',
      url: '/gmail/v1/users/me/labels',
      itemsPath: 'labels',
      valuePath: 'id',
      labelPath: 'name',
      subtitlePath: 'type',
    },
  },
  provenance: {
    confidence: 'verified',
    checked: { endpoints: 'npm:grant@5.4.24' },
    recheck: ['refresh', 'revocation', 'scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
