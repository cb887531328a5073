import { googleRows } from '../google.ts'
import type { Row } from '../row.ts'

/** Shapes: https://developers.google.com/analytics/devguides/reporting/data/v1/rest/v1beta/properties/runReport */
export default {
  kinds: googleRows(['analytics.readonly'], {
    path: 'v1beta/properties/1234:runReport',
    request: {
      url: 'https://analyticsdata.googleapis.com/v1beta/properties/1234:runReport',
      json: {
        dateRanges: [{ startDate: '7daysAgo', endDate: 'today' }],
        dimensions: [{ name: 'country' }],
        metrics: [{ name: 'activeUsers' }],
      },
    },
  }),
} satisfies Row
