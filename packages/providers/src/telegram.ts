import { defineProvider } from './page/provider.ts'

export const telegram = defineProvider({
  id: 'telegram',
  name: 'Telegram Bot',
  category: 'communication',
  description: 'Send and receive messages as a Telegram bot',
  docs: 'https://core.telegram.org/bots/api',
  icon: { simpleIcon: 'telegram', color: '#26A5E4' },
  auth: [
    {
      id: 'api_key',
      type: 'entered',
      label: 'Bot token',
      inputs: [
        {
          type: 'PASSWORD',
          id: 'api_key',
          title: 'Bot token',
          pattern: '^[0-9]+:[A-Za-z0-9_-]{35}$',
          example: '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsa1…',
        },
      ],
      help: {
        text: 'In Telegram, write /newbot, or /token for a bot you have, to @BotFather, and copy the token.',
        url: 'https://core.telegram.org/bots/features#botfather',
      },
    },
  ],
  api: {
    // The token stands in the path, and nowhere else. Files are at /file/bot<token>/…, which a call cannot reach.
    baseUrl: 'https://api.telegram.org/bot{{inputs.api_key}}',
    test: { url: '/getMe' },
    account: { id: 'result.id', label: 'result.username' },
    successCheck: { path: 'ok', equals: true },
    errorPaths: ['description'],
    pagination: {
      next: { by: 'query_language' },
      itemsPath: 'result',
      limitParam: 'limit',
      note: '`offset` of getUpdates is the last update_id plus one',
    },
    rateLimit: { note: 'seconds to wait are in parameters.retry_after of the answer' },
  },
  webhooks: {
    style: 'shared_token',
    header: 'X-Telegram-Bot-Api-Secret-Token',
    note: 'repeats secret_token of setWebhook',
  },
  provenance: {
    confidence: 'likely',
    checked: {},
    recheck: ['endpoints', 'test', 'pagination', 'rate_limit', 'webhooks'],
  },
})
