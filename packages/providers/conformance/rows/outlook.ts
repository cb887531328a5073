import { graphRows } from '../microsoft.ts'
import type { Row } from '../row.ts'

/** The call: https://learn.microsoft.com/en-us/graph/api/user-list-messages */
export default {
  kinds: graphRows(['Mail.ReadWrite', 'Mail.Send', 'Calendars.ReadWrite'], 'v1.0/me/messages', {
    $top: '10',
    $select: 'subject,from',
  }),
} satisfies Row
