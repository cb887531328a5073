import { defineProvider } from './page/provider.ts'

/** HubSpot dates its endpoints; the older /oauth/v1/token goes away on 16 February 2027. */
const VERSION = '2026-03'
const OAUTH = `https://api.hubapi.com/oauth/${VERSION}`
const pipeline = { itemsPath: 'results', valuePath: 'id', labelPath: 'label' }

/** The test endpoint’s answer names the account; nothing else does. */
const portal = { portal_id: { from: 'answer', answer: 'test', path: 'portalId' } } as const

export const hubspot = defineProvider({
  id: 'hubspot',
  name: 'HubSpot',
  category: 'crm',
  description: 'Contacts, companies, deals and tickets of a HubSpot account',
  docs: 'https://developers.hubspot.com/docs/api-reference/latest/authentication/manage-oauth-tokens',
  icon: { simpleIcon: 'hubspot', color: '#FF7A59' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to HubSpot',
      server: {
        authorizationUrl: 'https://app.hubspot.com/oauth/authorize',
        tokenUrl: `${OAUTH}/token`,
        clientAuth: 'body', // the dated endpoints read parameters from the body only
        pkce: false, // the token endpoint knows code_verifier, the authorization URL's guide no challenge
        refresh: {},
        revocation: { url: `${OAUTH}/token/revoke`, auth: 'body' },
      },
      // They have to be those of the app's settings at HubSpot.
      scopes: [
        { name: 'oauth', description: 'See basic information about your HubSpot account', required: true },
        { name: 'crm.objects.contacts.read', description: 'See contacts' },
      ],
      moreScopes: [
        { name: 'crm.objects.contacts.write', description: 'Create and change contacts' },
        { name: 'crm.objects.companies.read', description: 'See companies' },
        { name: 'crm.objects.companies.write', description: 'Create and change companies' },
        { name: 'crm.objects.deals.read', description: 'See deals and their pipelines' },
        { name: 'crm.objects.deals.write', description: 'Create and change deals' },
        { name: 'crm.objects.owners.read', description: 'See who owns a record' },
        { name: 'crm.lists.read', description: 'See lists' },
        { name: 'crm.schemas.contacts.read', description: 'See which fields contacts have' },
        { name: 'tickets', description: 'See and change tickets' },
        { name: 'automation', description: 'Use workflows' },
      ],
      metadata: portal,
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'Private app token',
      inputs: [
        {
          type: 'PASSWORD',
          id: 'api_key',
          title: 'Private app token',
          pattern: '^pat-[a-z0-9]+-[A-Za-z0-9-]+$',
          example: 'pat-na1-0a1b2c3d-…',
        },
      ],
      help: {
        text: 'In HubSpot, open your private app under Settings → Integrations → Private apps, and copy its access token.',
        url: 'https://developers.hubspot.com/docs/apps/legacy-apps/private-apps/overview',
      },
      placement: { headers: { Authorization: 'Bearer {{inputs.api_key}}' } },
      metadata: portal,
    },
  ],
  api: {
    baseUrl: 'https://api.hubapi.com',
    test: { url: `/account-info/${VERSION}/details` },
    account: { id: 'portalId', label: 'portalId' },
    errorPaths: ['message'],
    pagination: {
      next: { by: 'cursor', param: 'after', path: 'paging.next.after' },
      itemsPath: 'results',
      limitParam: 'limit',
    },
    rateLimit: {
      headers: [
        'X-HubSpot-RateLimit-Remaining',
        'X-HubSpot-RateLimit-Secondly-Remaining',
        'X-HubSpot-RateLimit-Daily-Remaining',
      ],
    },
  },
  webhooks: {
    style: 'hmac',
    header: 'X-HubSpot-Signature-v3',
    algorithm: 'sha256',
    encoding: 'base64',
    signedContent: '{{method}}{{url}}{{body}}{{timestamp}}',
    timestampHeader: 'X-HubSpot-Request-Timestamp',
    key: 'client secret',
    toleranceS: 300,
  },
  sources: {
    deal_pipelines: { title: 'Deal pipeline', url: `/crm/pipelines/${VERSION}/deals`, ...pipeline },
    deal_stages: {
      title: 'Deal stage',
      url: `/crm/pipelines/${VERSION}/deals/{{parameters.deal_pipelines}}/stages`,
      parameters: ['deal_pipelines'],
      ...pipeline,
    },
    ticket_pipelines: { title: 'Ticket pipeline', url: `/crm/pipelines/${VERSION}/tickets`, ...pipeline },
    ticket_stages: {
      title: 'Ticket status',
      url: `/crm/pipelines/${VERSION}/tickets/{{parameters.ticket_pipelines}}/stages`,
      parameters: ['ticket_pipelines'],
      ...pipeline,
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints:
        'https://developers.hubspot.com/docs/api-reference/2026-03/authentication/oauth-tokens/refresh-oauth-token',
      refresh: 'https://developers.hubspot.com/docs/methods/oauth2/refresh-access-token',
      revocation:
        'https://developers.hubspot.com/docs/api-reference/latest/authentication/oauth-tokens/revoke-token',
      test: 'https://developers.hubspot.com/docs/api-reference/latest/account/account-information/guide',
      sources: 'https://developers.hubspot.com/docs/api-reference/latest/crm/pipelines/get-pipelines',
    },
    recheck: ['scopes', 'pagination', 'rate_limit', 'webhooks'],
  },
})
