import { googleRows } from '../google.ts'
import type { Row } from '../row.ts'

/** Shapes: https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets.values/append */
export default {
  kinds: googleRows(['spreadsheets'], {
    path: 'v4/spreadsheets/1BxiMVs0/values/Sheet1!A1:append?valueInputOption=USER_ENTERED',
    request: {
      url: 'https://sheets.googleapis.com/v4/spreadsheets/1BxiMVs0/values/Sheet1!A1:append',
      query: { valueInputOption: 'USER_ENTERED' },
      json: { values: [['Ada', 36]] },
    },
  }),
} satisfies Row
