import { bearer } from '../recorded.ts'
import type { Row } from '../row.ts'

const KEY = 'SG.0a1b.2c3d'

/** Shapes: https://www.twilio.com/docs/sendgrid/api-reference/api-key-permissions/retrieve-a-list-of-scopes */
export default {
  kinds: {
    api_key: {
      inputs: { api_key: KEY, api_host: 'api.eu.sendgrid.com' },
      calls: [
        {
          request: { url: 'https://api.eu.sendgrid.com/v3/scopes', headers: bearer(KEY) },
          reply: { json: { scopes: ['mail.send', 'alerts.create'] } },
        },
      ],
      proxied: {
        path: 'v3/mail/send',
        request: {
          url: 'https://api.eu.sendgrid.com/v3/mail/send',
          json: { subject: 'Hello', from: { email: 'ada@acme.example' } },
          headers: bearer(KEY),
        },
      },
      refused: {
        reply: {
          status: 401,
          json: {
            errors: [
              {
                message: 'The provided authorization grant is invalid, expired, or revoked',
                field: null,
                help: null,
              },
            ],
          },
        },
        says: 'The provided authorization grant is invalid, expired, or revoked',
      },
    },
  },
} satisfies Row
