import { atlassianRows } from '../atlassian.ts'
import type { Row } from '../row.ts'

/** Shapes: https://developer.atlassian.com/cloud/confluence/rest/v1/api-group-users/#api-wiki-rest-api-user-current-get */
export default {
  kinds: atlassianRows({
    product: 'confluence',
    scopes: ['read:confluence-user', 'read:page:confluence', 'read:space:confluence'],
    test: {
      path: '/wiki/rest/api/user/current',
      reply: {
        json: {
          type: 'known',
          accountId: '557058:ada',
          accountType: 'atlassian',
          email: 'ada@acme.test',
          publicName: 'Ada',
          displayName: 'Ada Lovelace',
          isExternalCollaborator: false,
        },
      },
    },
    call: {
      path: '/wiki/api/v2/pages',
      json: {
        spaceId: '98306',
        status: 'current',
        title: 'Notes',
        body: { representation: 'storage', value: '<p>Hello</p>' },
      },
    },
    refused: {
      reply: { status: 401, json: { code: 401, message: 'Unauthorized; scope does not match' } },
      says: 'scope does not match',
    },
  }),
} satisfies Row
