import { ABSENT, type Row } from '../row.ts'

const headers = {
  'x-api-key': 'sk-ant-api03-a',
  'anthropic-version': '2023-06-01',
  authorization: ABSENT,
} as const

/** Shapes: https://docs.anthropic.com/en/api/models-list, …/messages, …/errors */
export default {
  kinds: {
    api_key: {
      inputs: { api_key: 'sk-ant-api03-a' },
      calls: [
        {
          request: { url: 'https://api.anthropic.com/v1/models', query: { limit: '1' }, headers },
          reply: {
            json: {
              data: [
                {
                  type: 'model',
                  id: 'claude-sonnet-4-20250514',
                  display_name: 'Claude Sonnet 4',
                  created_at: '2025-05-14T00:00:00Z',
                },
              ],
              has_more: true,
              first_id: 'claude-sonnet-4-20250514',
              last_id: 'claude-sonnet-4-20250514',
            },
          },
        },
      ],
      proxied: {
        path: 'v1/messages',
        request: {
          url: 'https://api.anthropic.com/v1/messages',
          headers,
          json: {
            model: 'claude-sonnet-4-20250514',
            max_tokens: 64,
            messages: [{ role: 'user', content: 'Hello' }],
          },
        },
      },
      refused: {
        reply: {
          status: 401,
          json: { type: 'error', error: { type: 'authentication_error', message: 'invalid x-api-key' } },
        },
        says: 'invalid x-api-key',
      },
    },
  },
} satisfies Row
