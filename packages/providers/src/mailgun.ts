import { defineProvider } from './page/provider.ts'

export const mailgun = defineProvider({
  id: 'mailgun',
  name: 'Mailgun',
  category: 'marketing',
  description: 'Send, receive and track e-mail of the domains of a Mailgun account',
  docs: 'https://documentation.mailgun.com/docs/mailgun/api-reference/authentication',
  icon: { simpleIcon: 'mailgun', color: '#F06B66' },
  auth: [
    {
      id: 'api_key',
      type: 'entered',
      label: 'API key',
      inputs: [
        { type: 'PASSWORD', id: 'api_key', title: 'API key' },
        {
          type: 'ENUM',
          id: 'api_host',
          title: 'Region',
          subtitle: 'where your domains were created',
          defaultValue: 'api.mailgun.net',
          values: [
            { value: 'api.mailgun.net', label: 'US' },
            { value: 'api.eu.mailgun.net', label: 'EU' },
          ],
        },
      ],
      help: {
        text:
          'In Mailgun, open Account settings → API Security, and copy an API key. ' +
          'A sending key of one domain cannot be checked, and does not do.',
        url: 'https://app.mailgun.com/settings/api_security',
      },
      placement: { basic: { username: 'api', password: '{{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: 'https://{{inputs.api_host}}',
    test: { url: '/v4/domains?limit=1' },
    errorPaths: ['message'],
    pagination: {
      next: { by: 'url', path: 'paging.next' },
      itemsPath: 'items',
      limitParam: 'limit',
      note: 'paging.next is there on the last page, too: an empty page ends it',
    },
    rateLimit: {
      headers: ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'],
      reset: { header: 'X-RateLimit-Reset', as: 'epoch_milliseconds' },
    },
  },
  webhooks: {
    style: 'hmac',
    path: 'signature.signature',
    algorithm: 'sha256',
    encoding: 'hex',
    signedContent: '{{field:signature.timestamp}}{{field:signature.token}}',
    key: 'HTTP webhook signing key',
    note: 'the event itself is not signed; a token that came before is a replay',
  },
  sources: {
    domains: {
      title: 'Domain',
      url: '/v4/domains?limit=100',
      itemsPath: 'items',
      valuePath: 'name',
      labelPath: 'name',
      subtitlePath: 'state',
      next: { by: 'offset', param: 'skip' },
    },
    mailing_lists: {
      title: 'Mailing list',
      url: '/v3/lists/pages?limit=100',
      itemsPath: 'items',
      valuePath: 'address',
      labelPath: 'name',
      subtitlePath: 'address',
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://documentation.mailgun.com/docs/mailgun/api-reference/api-overview',
      webhooks: 'https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks',
    },
    recheck: ['test', 'pagination', 'rate_limit', 'sources'],
  },
})
