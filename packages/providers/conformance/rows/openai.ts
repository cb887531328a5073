import { bearer } from '../recorded.ts'
import type { Row } from '../row.ts'

const headers = {
  ...bearer('sk-proj-1'),
  'openai-organization': 'org-1',
  'openai-project': 'proj_1',
}

/** Shapes: https://platform.openai.com/docs/api-reference/models/list and …/guides/error-codes */
export default {
  kinds: {
    api_key: {
      inputs: { api_key: 'sk-proj-1', organization: 'org-1', project: 'proj_1' },
      calls: [
        {
          request: { url: 'https://api.openai.com/v1/models', headers },
          reply: {
            json: {
              object: 'list',
              data: [{ id: 'gpt-4o', object: 'model', created: 1_686_935_002, owned_by: 'system' }],
            },
          },
        },
      ],
      proxied: {
        path: 'v1/responses',
        request: {
          url: 'https://api.openai.com/v1/responses',
          headers,
          json: { model: 'gpt-4o', input: 'Hello' },
        },
      },
      refused: {
        reply: {
          status: 401,
          json: {
            error: {
              message: 'Incorrect API key provided: sk-pr***j-1.',
              type: 'invalid_request_error',
              param: null,
              code: 'invalid_api_key',
            },
          },
        },
        says: 'Incorrect API key provided',
      },
    },
  },
} satisfies Row
