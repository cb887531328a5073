import { googleRows } from '../google.ts'
import type { Row } from '../row.ts'

/** Shapes: https://developers.google.com/workspace/drive/api/reference/rest/v3/files/list */
export default {
  kinds: googleRows(['drive.file'], {
    path: "drive/v3/files?q='root'%20in%20parents&pageSize=10&fields=files(id,name)",
    request: {
      url: 'https://www.googleapis.com/drive/v3/files',
      query: { q: "'root' in parents", pageSize: '10', fields: 'files(id,name)' },
    },
  }),
} satisfies Row
