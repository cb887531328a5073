import type { Row } from '../row.ts'

const basic: [string, string] = ['api', 'key-1']

/** Shapes: https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/domains/get-v4-domains */
export default {
  kinds: {
    api_key: {
      inputs: { api_key: 'key-1', api_host: 'api.eu.mailgun.net' },
      calls: [
        {
          request: { url: 'https://api.eu.mailgun.net/v4/domains', query: { limit: '1' }, basic },
          reply: {
            json: {
              total_count: 1,
              items: [{ id: 'd1', name: 'mg.acme.test', state: 'active', type: 'custom' }],
            },
          },
        },
      ],
      proxied: {
        path: 'v3/mg.acme.test/messages',
        request: {
          url: 'https://api.eu.mailgun.net/v3/mg.acme.test/messages',
          basic,
          form: { from: 'ada@mg.acme.test', to: 'bob@acme.test', subject: 'Hello', text: 'Hello' },
        },
      },
      refused: {
        reply: { status: 401, json: { message: 'Invalid private key' } },
        says: 'Invalid private key',
      },
    },
  },
} satisfies Row
