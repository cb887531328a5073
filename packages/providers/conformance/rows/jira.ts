import { atlassianRows } from '../atlassian.ts'
import type { Row } from '../row.ts'

/** Shapes: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-myself/ */
export default {
  kinds: atlassianRows({
    product: 'jira',
    scopes: ['read:jira-user', 'read:jira-work', 'write:jira-work'],
    test: {
      path: '/rest/api/3/myself',
      reply: {
        json: {
          self: 'https://acme.atlassian.net/rest/api/3/user?accountId=5b10a2844c20165700ede21g',
          accountId: '5b10a2844c20165700ede21g',
          accountType: 'atlassian',
          emailAddress: 'ada@acme.test',
          displayName: 'Ada',
          active: true,
          timeZone: 'Europe/London',
        },
      },
    },
    call: {
      path: '/rest/api/3/issue',
      method: 'POST',
      json: { fields: { project: { key: 'ACME' }, issuetype: { name: 'Task' }, summary: 'Say hello' } },
    },
    refused: {
      reply: {
        status: 401,
        json: { errorMessages: ['You are not authenticated. Authentication required.'], errors: {} },
      },
      says: 'You are not authenticated',
    },
  }),
} satisfies Row
