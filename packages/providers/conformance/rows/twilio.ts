import type { Row } from '../row.ts'

const SID = 'AC0123456789abcdef0123456789abcdef'
const ACCOUNT = `2010-04-01/Accounts/${SID}`
const API = `https://api.twilio.com/${ACCOUNT}`
const message = { To: '+14155552671', From: '+14155552672', Body: 'Hello' }
const sends = (user: string, password: string) => ({
  path: `${ACCOUNT}/Messages.json`,
  request: {
    url: `${API}/Messages.json`,
    form: message,
    basic: [user, password] as [string, string],
  },
})
const refused = {
  reply: {
    status: 401,
    json: {
      code: 20_003,
      message: 'Authenticate',
      more_info: 'https://www.twilio.com/docs/errors/20003',
      status: 401,
    },
  },
  says: 'Authenticate',
}

const TOKEN = 'abcdef0123456789abcdef0123456789'
const KEY = 'SK0123456789abcdef0123456789abcdef'

/** Shapes: https://www.twilio.com/docs/iam/api/account, https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource */
export default {
  kinds: {
    auth_token: {
      inputs: { account_sid: SID, auth_token: TOKEN },
      calls: [
        {
          request: { url: `${API}.json`, basic: [SID, TOKEN] },
          reply: { json: { sid: SID, friendly_name: 'Acme', status: 'active', type: 'Full' } },
        },
      ],
      account: { id: SID, label: 'Acme' },
      proxied: sends(SID, TOKEN),
      refused,
    },
    api_key: {
      inputs: { account_sid: SID, key_sid: KEY, key_secret: 'ks-1' },
      calls: [
        {
          request: {
            url: `${API}/IncomingPhoneNumbers.json`,
            query: { PageSize: '1' },
            basic: [KEY, 'ks-1'],
          },
          reply: { json: { incoming_phone_numbers: [], page: 0, page_size: 1, next_page_uri: null } },
        },
      ],
      account: { id: SID, label: SID },
      proxied: sends(KEY, 'ks-1'),
      refused,
    },
  },
} satisfies Row
