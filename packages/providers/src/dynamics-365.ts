import {
  microsoftApp,
  microsoftErrorPaths,
  microsoftNext,
  microsoftTenant,
  microsoftUser,
} from './microsoft-oauth.ts'
import { defineProvider } from './page/provider.ts'

const HOST = '{{inputs.environment_host}}'

const environmentHost = {
  type: 'TEXT_NO_VARS',
  id: 'environment_host',
  title: 'Environment',
  subtitle: 'The address you open Dynamics 365 at',
  pattern: '^[A-Za-z0-9-]+\\.(api\\.)?crm[0-9]*\\.dynamics\\.com$',
  example: 'acme.crm.dynamics.com',
  prefixLabel: 'https://',
} as const

export const dynamics365 = defineProvider({
  id: 'dynamics-365',
  name: 'Microsoft Dynamics 365',
  category: 'crm',
  description: 'Accounts, contacts, opportunities and any other table of Dataverse',
  docs: 'https://learn.microsoft.com/en-us/power-apps/developer/data-platform/webapi/overview',
  icon: {
    simpleIcon: null,
    glyph: 'M5 2.5 19 8v5.5L5 21.5V16l7.5-4.5L5 8.5z', // a folded ribbon
    color: '#0B53CE',
  },
  variables: [microsoftTenant],
  auth: [
    microsoftUser(
      {
        scopes: [
          {
            name: `https://${HOST}/user_impersonation`,
            description: 'See and change what you can see and change in Dynamics 365',
            required: true,
          },
        ],
      },
      {
        inputs: [environmentHost],
        help: {
          text: 'Open Dynamics 365 and copy the host from the address bar.',
          url: 'https://learn.microsoft.com/en-us/power-platform/admin/determine-org-id-name',
        },
      },
    ),
    microsoftApp(`https://${HOST}/.default`, { inputs: [environmentHost] }),
  ],
  api: {
    baseUrl: `https://${HOST}/api/data/v9.2`,
    headers: { Accept: 'application/json', 'OData-Version': '4.0', 'OData-MaxVersion': '4.0' },
    test: { url: '/WhoAmI' },
    account: { id: 'UserId', label: { from: 'input', path: 'environment_host' } },
    errorPaths: microsoftErrorPaths,
    pagination: {
      next: { by: 'url', path: '["@odata.nextLink"]' },
      itemsPath: 'value',
      note: 'the header Prefer: odata.maxpagesize=… sets how many come at once',
    },
    rateLimit: { status: [429, 503], headers: ['Retry-After'] },
  },
  webhooks: {
    style: 'shared_token',
    note: 'a header, a query parameter or the parameter code, as set when subscribing',
  },
  sources: {
    tables: {
      title: 'Table',
      url: '/EntityDefinitions?$select=LogicalName,EntitySetName,DisplayName&$filter=IsCustomizable/Value%20eq%20true',
      itemsPath: 'value',
      valuePath: 'LogicalName',
      labelPath: 'DisplayName.UserLocalizedLabel.Label',
      subtitlePath: 'EntitySetName',
      next: microsoftNext,
    },
    columns: {
      title: 'Column',
      url: "/EntityDefinitions(LogicalName='{{parameters.tables}}')/Attributes?$select=LogicalName,AttributeType,DisplayName",
      parameters: ['tables'],
      itemsPath: 'value',
      valuePath: 'LogicalName',
      labelPath: 'DisplayName.UserLocalizedLabel.Label',
      subtitlePath: 'AttributeType',
      next: microsoftNext,
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'npm:better-auth@1.7.24',
      refresh: 'https://learn.microsoft.com/en-us/entra/identity-platform/refresh-tokens',
    },
    recheck: ['scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
