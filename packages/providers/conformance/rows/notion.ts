import { bearer, redeems, renews } from '../recorded.ts'
import { ABSENT, type KindRow, type Row } from '../row.ts'

const version = { 'notion-version': '2026-03-11' }
const token = {
  url: 'https://api.notion.com/v1/oauth/token',
  client: 'basic',
  as: 'json',
  headers: version,
} as const
const owner = { type: 'user', user: { object: 'user', id: 'user-1', name: 'Ada', type: 'person' } }
const granted = (n: number) => ({
  json: {
    access_token: `at-${n}`,
    token_type: 'bearer',
    refresh_token: `rt-${n}`,
    bot_id: 'bot-1',
    workspace_icon: null,
    workspace_name: 'Acme',
    workspace_id: 'workspace-1',
    owner,
    duplicated_template_id: null,
    request_id: 'r1',
  },
})

const api = (key: string): Pick<KindRow, 'calls' | 'account' | 'metadata' | 'proxied' | 'refused'> => {
  const headers = { ...bearer(key), ...version }
  return {
    calls: [
      {
        request: { url: 'https://api.notion.com/v1/users/me', headers },
        reply: {
          json: {
            object: 'user',
            id: 'bot-1',
            name: 'Acme for Notion',
            avatar_url: null,
            type: 'bot',
            bot: {
              owner,
              workspace_id: 'workspace-1',
              workspace_name: 'Acme',
              workspace_limits: { max_file_upload_size_in_bytes: 5_242_880 },
            },
            request_id: 'r2',
          },
        },
      },
    ],
    account: { id: 'workspace-1', label: 'Acme' },
    metadata: { workspace_id: 'workspace-1', workspace_name: 'Acme', bot_id: 'bot-1' },
    proxied: {
      path: 'v1/search',
      request: { url: 'https://api.notion.com/v1/search', headers, json: { query: 'Roadmap' } },
    },
    refused: {
      reply: {
        status: 401,
        json: {
          object: 'error',
          status: 401,
          code: 'unauthorized',
          message: 'API token is invalid.',
          request_id: 'r2',
        },
      },
      says: 'API token is invalid.',
    },
  }
}

/** Shapes: https://developers.notion.com/guides/get-started/authorization and …/reference/get-self */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://api.notion.com/v1/oauth/authorize',
        params: { client_id: 'client-1', response_type: 'code', owner: 'user', scope: ABSENT },
      },
      tokens: [redeems(token, granted(1))],
      ...api('at-1'),
      refresh: renews(token, granted(2)),
    },
    api_key: { inputs: { api_key: 'ntn_1234' }, ...api('ntn_1234') },
  },
} satisfies Row
