import { bearer, redeems, renews } from '../recorded.ts'
import type { RecordedCall, Row } from '../row.ts'

const TOKEN_URL = 'https://slack.com/api/oauth.v2.access'
const authTest = (token: string): RecordedCall => ({
  request: { method: 'POST', url: 'https://slack.com/api/auth.test', headers: bearer(token) },
  reply: {
    json: {
      ok: true,
      url: 'https://acme.slack.com/',
      team: 'Acme',
      user: 'ada',
      team_id: 'T1',
      user_id: 'U1',
    },
  },
})
const proxied = (token: string) => ({
  path: 'chat.postMessage',
  request: { url: 'https://slack.com/api/chat.postMessage', headers: bearer(token) },
})
const refused = { reply: { json: { ok: false, error: 'account_inactive' } }, says: 'account_inactive' }

/** Shapes: https://docs.slack.dev/reference/methods/oauth.v2.access and auth.test. */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://slack.com/oauth/v2/authorize',
        params: { client_id: 'client-1', scope: 'chat:write,channels:read', response_type: 'code' },
      },
      tokens: [
        redeems(
          { url: TOKEN_URL, client: 'basic' },
          {
            json: {
              ok: true,
              access_token: 'at-1',
              token_type: 'bot',
              scope: 'chat:write,channels:read',
              bot_user_id: 'B1',
              team: { id: 'T1', name: 'Acme' },
              authed_user: { id: 'U1' },
              refresh_token: 'rt-1',
              expires_in: 43_200,
            },
          },
        ),
      ],
      calls: [authTest('at-1')],
      account: { id: 'T1', label: 'Acme' },
      metadata: { team_id: 'T1', team_name: 'Acme', authed_user_id: 'U1', bot_user_id: 'B1' },
      proxied: proxied('at-1'),
      refresh: renews(
        { url: TOKEN_URL, client: 'basic' },
        {
          json: {
            ok: true,
            access_token: 'at-2',
            token_type: 'bot',
            refresh_token: 'rt-2',
            expires_in: 43_200,
          },
        },
      ),
      refused,
    },
    user: {
      authorize: {
        url: 'https://slack.com/oauth/v2/authorize',
        params: { client_id: 'client-1', user_scope: 'chat:write,channels:read' },
      },
      tokens: [
        redeems(
          { url: TOKEN_URL, client: 'basic' },
          {
            json: {
              ok: true,
              team: { id: 'T1', name: 'Acme' },
              authed_user: {
                id: 'U1',
                access_token: 'at-1',
                token_type: 'user',
                scope: 'chat:write,channels:read',
                refresh_token: 'rt-1',
                expires_in: 43_200,
              },
            },
          },
        ),
      ],
      calls: [authTest('at-1')],
      account: { id: 'T1', label: 'Acme' },
      metadata: { team_id: 'T1', team_name: 'Acme', authed_user_id: 'U1' },
      proxied: proxied('at-1'),
      refresh: renews(
        { url: TOKEN_URL, client: 'basic' },
        {
          json: {
            ok: true,
            access_token: 'at-2',
            token_type: 'user',
            refresh_token: 'rt-2',
            expires_in: 43_200,
          },
        },
      ),
      refused,
    },
    api_key: {
      inputs: { api_key: 'xoxb-1-2-a' },
      calls: [authTest('xoxb-1-2-a')],
      account: { id: 'T1', label: 'Acme' },
      proxied: proxied('xoxb-1-2-a'),
      refused: { reply: { json: { ok: false, error: 'invalid_auth' } }, says: 'invalid_auth' },
    },
  },
} satisfies Row
