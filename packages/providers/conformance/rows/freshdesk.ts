import type { Row } from '../row.ts'

const HOST = 'https://acme.freshdesk.com'
const basic: [string, string] = ['key-1', 'X']

/** Shapes: https://developers.freshdesk.com/api/#me, …#create_ticket, …#error */
export default {
  kinds: {
    api_key: {
      inputs: { subdomain: 'acme', api_key: 'key-1' },
      calls: [
        {
          request: { url: `${HOST}/api/v2/agents/me`, basic },
          reply: {
            json: {
              available: false,
              occasional: false,
              id: 2_043_022_085_976,
              ticket_scope: 1,
              signature: null,
              group_ids: [],
              role_ids: [2_043_000_010_171],
              type: 'support_agent',
              contact: {
                active: true,
                email: 'ada@acme.test',
                job_title: null,
                language: 'en',
                mobile: null,
                name: 'Ada Lovelace',
                phone: null,
                time_zone: 'London',
              },
            },
          },
        },
      ],
      account: { id: '2043022085976', label: 'ada@acme.test' },
      proxied: {
        path: 'api/v2/tickets',
        request: {
          url: `${HOST}/api/v2/tickets`,
          basic,
          json: {
            subject: 'Support needed',
            description: 'Details …',
            email: 'tom@customer.test',
            priority: 1,
            status: 2,
          },
        },
      },
      refused: {
        reply: {
          status: 401,
          json: {
            code: 'invalid_credentials',
            message: 'You have to be logged in to perform this action.',
          },
        },
        says: 'You have to be logged in',
      },
    },
  },
} satisfies Row
