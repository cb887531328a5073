import { googleRows } from '../google.ts'
import type { Row } from '../row.ts'

/** Shapes: https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/send */
export default {
  kinds: googleRows(['gmail.modify'], {
    path: 'gmail/v1/users/me/messages/send',
    request: {
      url: 'https://gmail.googleapis.com/gmail/v1/users/me/messages/send',
      json: { raw: 'VG86IGFkYUBhY21lLnRlc3QNCg0KSGVsbG8' },
    },
  }),
} satisfies Row
