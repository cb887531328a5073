import { googleAccount, googleErrorPaths, googleKinds, googleRateLimit, googleTest } from './google-oauth.ts'
import { defineProvider } from './page/provider.ts'

const SCOPE = 'https://www.googleapis.com/auth/calendar'
const next = { by: 'cursor', param: 'pageToken', path: 'nextPageToken' } as const

export const googleCalendar = defineProvider({
  id: 'google-calendar',
  name: 'Google Calendar',
  category: 'productivity',
  description: 'Calendars, events and free time of a Google account',
  docs: 'https://developers.google.com/workspace/calendar/api/guides/overview',
  icon: { simpleIcon: 'googlecalendar', color: '#4285F4' },
  auth: googleKinds(
    [{ name: SCOPE, description: 'See, change, share and delete your calendars and events' }],
    [
      { name: `${SCOPE}.readonly`, description: 'See your calendars and events' },
      { name: `${SCOPE}.events`, description: 'See and change events on all your calendars' },
      { name: `${SCOPE}.events.readonly`, description: 'See events on all your calendars' },
      { name: `${SCOPE}.freebusy`, description: 'See when you are free or busy' },
      { name: `${SCOPE}.calendarlist.readonly`, description: 'See the list of your calendars' },
    ],
  ),
  api: {
    baseUrl: 'https://www.googleapis.com',
    test: googleTest,
    account: googleAccount,
    errorPaths: googleErrorPaths,
    pagination: { next, itemsPath: 'items', limitParam: 'maxResults' },
    rateLimit: googleRateLimit,
  },
  webhooks: {
    style: 'shared_token',
    header: 'X-Goog-Channel-Token',
    note: 'compare X-Goog-Channel-ID too; a channel expires and must be watched again',
  },
  sources: {
    calendars: {
      title: 'Calendar',
      url: '/calendar/v3/users/me/calendarList?maxResults=250',
      itemsPath: 'items',
      valuePath: 'id',
      labelPath: 'summary',
      next,
    },
  },
  provenance: {
    confidence: 'verified',
    checked: { endpoints: 'npm:grant@5.4.24' },
    recheck: ['refresh', 'revocation', 'scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
