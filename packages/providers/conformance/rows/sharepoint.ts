import { graphRows } from '../microsoft.ts'
import type { Row } from '../row.ts'

/** Shapes: https://learn.microsoft.com/en-us/graph/api/listitem-list */
export default {
  kinds: graphRows(['Sites.ReadWrite.All'], 'v1.0/sites/root/lists', { $top: '2' }),
} satisfies Row
