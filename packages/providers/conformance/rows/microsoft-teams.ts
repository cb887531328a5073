import { graphRows } from '../microsoft.ts'
import type { Row } from '../row.ts'

/** The call: https://learn.microsoft.com/en-us/graph/api/user-list-joinedteams */
export default {
  kinds: graphRows(
    ['Team.ReadBasic.All', 'Channel.ReadBasic.All', 'ChannelMessage.Send'],
    'v1.0/me/joinedTeams',
  ),
} satisfies Row
