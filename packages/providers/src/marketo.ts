import { defineProvider } from './page/provider.ts'

const HOST = 'https://{{inputs.munchkin_id}}.mktorest.com'
const next = { by: 'cursor', param: 'nextPageToken', path: 'nextPageToken' } as const
const list = { itemsPath: 'result', valuePath: 'id', labelPath: 'name' }

export const marketo = defineProvider({
  id: 'marketo',
  name: 'Adobe Marketo Engage',
  category: 'marketing',
  description: 'Leads, lists, programs and campaigns of a Marketo instance',
  docs: 'https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/rest/authentication',
  icon: { simpleIcon: null, color: '#5C4C9F' },
  auth: [
    {
      id: 'client_credentials',
      type: 'client_credentials',
      label: 'LaunchPoint service',
      inputs: [
        {
          type: 'TEXT_NO_VARS',
          id: 'munchkin_id',
          title: 'Munchkin account ID',
          pattern: '^[0-9]{3}-[A-Z]{3}-[0-9]{3}$',
          example: '123-ABC-456',
        },
        { type: 'TEXT_NO_VARS', id: 'client_id', title: 'Client ID' },
        { type: 'PASSWORD', id: 'client_secret', title: 'Client secret' },
      ],
      help: {
        text:
          'In Marketo, an admin finds the ID under Admin → Munchkin. Under Admin → LaunchPoint, View Details of a ' +
          'custom service shows client ID and secret.',
        url: 'https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/rest/custom-services',
      },
      server: {
        tokenUrl: `${HOST}/identity/oauth/token`,
        clientAuth: 'body',
        // Until a token's hour is over, asking again answers the same one: there is nothing to be had before.
        refresh: { marginMs: 0, defaultLifetimeMs: 60 * 60_000 },
      },
    },
  ],
  api: {
    // Bulk calls are below /bulk, all others below /rest.
    baseUrl: HOST,
    test: { url: '/rest/v1/leads/describe.json' },
    account: { id: { from: 'input', path: 'munchkin_id' }, label: { from: 'input', path: 'munchkin_id' } },
    successCheck: { path: 'success', equals: true },
    errorPaths: ['errors[0].message'],
    pagination: {
      next,
      itemsPath: 'result',
      limitParam: 'batchSize',
      note: 'moreResult tells the last page of activities; assets go on by offset and maxReturn',
    },
    rateLimit: {
      status: [200, 429],
      when: { path: 'errors[0].code', is: ['606', '607', '615'] },
      note: '100 calls in 20 seconds, 10 at a time, and a quota a day (607)',
    },
  },
  sources: {
    lists: { title: 'List', url: '/rest/v1/lists.json?batchSize=300', ...list, next },
    programs: {
      title: 'Program',
      url: '/rest/asset/v1/programs.json?maxReturn=200',
      ...list,
      next: { by: 'offset', param: 'offset' },
    },
    campaigns: { title: 'Campaign', url: '/rest/v1/campaigns.json?batchSize=300', ...list, next },
    lead_fields: {
      title: 'Lead field',
      url: '/rest/v1/leads/describe.json',
      itemsPath: 'result',
      valuePath: 'rest.name',
      labelPath: 'displayName',
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/rest/authentication',
    },
    recheck: ['test', 'pagination', 'rate_limit', 'sources'],
  },
})
