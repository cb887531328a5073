import { googleRows } from '../google.ts'
import type { Row } from '../row.ts'

/** Shapes: https://developers.google.com/workspace/calendar/api/v3/reference/events/insert */
export default {
  kinds: googleRows(['calendar'], {
    path: 'calendar/v3/calendars/primary/events',
    request: {
      url: 'https://www.googleapis.com/calendar/v3/calendars/primary/events',
      json: {
        summary: 'Stand-up',
        start: { dateTime: '2026-11-23T09:00:00Z' },
        end: { dateTime: '2026-11-23T09:15:00Z' },
      },
    },
  }),
} satisfies Row
