import type { Row } from '../row.ts'

const TOKEN = `110201543:${'A'.repeat(35)}`

/** Shapes: https://core.telegram.org/bots/api#getme, #making-requests */
export default {
  kinds: {
    api_key: {
      inputs: { api_key: TOKEN },
      calls: [
        {
          request: { url: `https://api.telegram.org/bot${TOKEN}/getMe` },
          reply: {
            json: {
              ok: true,
              result: { id: 110201543, is_bot: true, first_name: 'Acme', username: 'acme_bot' },
            },
          },
        },
      ],
      account: { id: '110201543', label: 'acme_bot' },
      proxied: {
        path: 'sendMessage',
        request: {
          url: `https://api.telegram.org/bot${TOKEN}/sendMessage`,
          json: { chat_id: 42, text: 'Hello' },
        },
      },
      refused: {
        reply: { status: 401, json: { ok: false, error_code: 401, description: 'Unauthorized' } },
        says: 'Unauthorized',
      },
    },
  },
} satisfies Row
