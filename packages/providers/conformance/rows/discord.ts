import { redeems, renews } from '../recorded.ts'
import { ANY, type KindRow, type Row } from '../row.ts'

const API = 'https://discord.com/api/v10'
const TOKEN = { url: 'https://discord.com/api/oauth2/token', client: 'body', pkce: true } as const
const tokens = (n: number) => ({
  access_token: `at-${n}`,
  token_type: 'Bearer',
  expires_in: 604_800,
  refresh_token: `rt-${n}`,
  scope: 'identify',
})
const kept = (authorization: string, path: string, username: string) => {
  const headers = { authorization, 'user-agent': 'DiscordBot (https://acme.test, 1.0)' }
  return {
    calls: [
      {
        request: { url: `${API}/users/@me`, headers },
        reply: {
          json: {
            id: '80351110224678912',
            username,
            discriminator: '0',
            global_name: 'Ada',
            avatar: '8342729096ea3675442027381ff50dfe',
            verified: true,
            flags: 64,
            premium_type: 0,
            public_flags: 64,
          },
        },
      },
    ],
    account: { id: '80351110224678912', label: username },
    proxied: { path, request: { url: `${API}/${path}`, headers } },
    refused: {
      reply: { status: 401, json: { message: '401: Unauthorized', code: 0 } },
      says: '401: Unauthorized',
    },
  } satisfies KindRow
}

/** Shapes: https://discord.com/developers/docs/topics/oauth2, …/resources/user, …/reference#user-agent */
export default {
  variables: { app_url: 'https://acme.test' },
  kinds: {
    oauth: {
      authorize: {
        url: 'https://discord.com/oauth2/authorize',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'identify',
          code_challenge: ANY,
          code_challenge_method: 'S256',
        },
      },
      tokens: [redeems(TOKEN, { json: tokens(1) })],
      ...kept('Bearer at-1', 'users/@me/guilds', 'ada'),
      refresh: renews(TOKEN, { json: tokens(2) }),
    },
    api_key: {
      inputs: { api_key: 'MTk4.Cl2F.ZnCj' },
      ...kept('Bot MTk4.Cl2F.ZnCj', 'guilds/197038439483310086/channels', 'acme-bot'),
    },
  },
} satisfies Row
