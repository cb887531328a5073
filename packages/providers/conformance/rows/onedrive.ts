import { graphRows } from '../microsoft.ts'
import type { Row } from '../row.ts'

/** The call: https://learn.microsoft.com/en-us/graph/api/driveitem-list-children */
export default {
  kinds: graphRows(['Files.ReadWrite'], 'v1.0/me/drive/root/children', { $top: '10' }),
} satisfies Row
