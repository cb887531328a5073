import type { Input, PortalConnection, PortalView } from '@tenon/core'

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Cpath fill='%2300A1E0' d='M10 5.6a4.2 4.2 0 0 1 3-1.3c1.5 0 2.9.9 3.6 2.1a5 5 0 0 1 2-.4 5 5 0 1 1-1 9.9 3.7 3.7 0 0 1-4.8 1.5 4.2 4.2 0 0 1-7.8-.2 3.9 3.9 0 1 1-1-7.6A4.5 4.5 0 0 1 10 5.6'/%3E%3C/svg%3E"

const CONNECTION_ID = '0190a0a0-0000-7000-8000-000000000001'
export const SYNC = '0190b0b0-0000-7000-8000-000000000001'
const ALERTS = '0190b0b0-0000-7000-8000-000000000002'

export function connection(parts: Partial<PortalConnection> = {}): PortalConnection {
  return {
    id: CONNECTION_ID,
    status: 'active',
    reauthReason: null,
    externalId: null,
    accountTypeId: 'oauth',
    account: { id: '005', label: 'ada@northwind.example' },
    connectedAt: '2026-03-12T09:30:00.000Z',
    choose: null,
    configurationId: '0190c0c0-0000-7000-8000-000000000001',
    sharedSettings: {},
    workflowSettings: {},
    ...parts,
  }
}

/** A second account of the same user. */
export function secondConnection(parts: Partial<PortalConnection> = {}): PortalConnection {
  return connection({
    id: '0190a0a0-0000-7000-8000-000000000002',
    account: { id: '006', label: 'sales@northwind.example' },
    externalId: 'northwind-sales',
    ...parts,
  })
}

export const keyType: PortalView['accountTypes'][number] = {
  id: 'key',
  label: 'API key',
  kind: 'entered',
  isReady: true,
  scopes: [],
  inputs: [
    {
      type: 'TEXT_NO_VARS',
      id: 'subdomain',
      title: 'Your Salesforce address',
      prefixLabel: 'https://',
      suffixLabel: '.my.salesforce.com',
      placeholder: 'northwind',
      pattern: '^[a-z0-9-]+$',
      example: 'northwind',
    },
    {
      type: 'PASSWORD',
      id: 'apiKey',
      title: 'API key',
      subtitle: 'Begins with sk_. Make one that may read and write contacts.',
      pattern: '^sk_',
      example: 'sk_live_51H…',
    },
  ],
  help: { text: 'Where to find your API key', url: 'https://help.example.com/api-keys' },
}

export const oauthType: PortalView['accountTypes'][number] = {
  id: 'oauth',
  label: 'Sign in with Salesforce',
  kind: 'redirect',
  isReady: true,
  scopes: [
    { name: 'contacts', description: 'See and change your contacts and accounts' },
    { name: 'opportunities', description: 'See your opportunities and their stages' },
    { name: 'refresh_token', description: 'Do so while you are away' },
    { name: 'chatter_api' },
  ],
  inputs: [],
}

export function view(parts: Partial<PortalView> = {}): PortalView {
  return {
    product: { name: 'Taskboard' },
    integration: {
      id: '0190d0d0-0000-7000-8000-000000000001',
      slug: 'salesforce',
      name: 'Salesforce',
      iconUrl: ICON,
      accentColor: '#00A1E0',
      description: 'Keep contacts and deals next to the tasks they belong to.',
      overviewHtml:
        '<p>Every task in Taskboard can know the customer it is for. Connect Salesforce and pick a contact or an opportunity when you create a task; its stage and owner stay up to date.</p><p>When a deal closes, the tasks that belong to it move to <strong>Done</strong>, and the next steps of your playbook are created. <a href="https://example.com">How it works</a></p><ul><li>Contacts and accounts, both ways</li><li>Opportunities, from Salesforce to Taskboard</li><li>Nothing is ever deleted in Salesforce</li></ul>',
    },
    accountTypes: [oauthType],
    connections: [],
    settings: [],
    workflows: [],
    ...parts,
  }
}

/** Every input type, each with something that makes it different. */
export const everyInput: Input[] = [
  { type: 'TEXT_NO_VARS', id: 'prefix', title: 'Prefix of task names', required: false, placeholder: 'CRM' },
  { type: 'TEXTAREA_NO_VARS', id: 'note', title: 'Note on new tasks', required: false },
  { type: 'NUMBER', id: 'limit', title: 'Contacts a day', subtitle: 'At most 500.', required: false },
  { type: 'EMAIL', id: 'mail', title: 'Send problems to' },
  { type: 'URL', id: 'site', title: 'Company page', required: false },
  { type: 'PASSWORD', id: 'secret', title: 'Signing secret', required: false },
  { type: 'BOOLEAN_INPUT', id: 'archive', title: 'Archive', placeholder: 'Archive tasks of lost deals' },
  { type: 'SWITCH', id: 'owner', title: 'Assign tasks to the owner of the deal', defaultValue: true },
  {
    type: 'ENUM',
    id: 'stage',
    title: 'From stage',
    values: [
      { value: 'lead', label: 'Lead' },
      { value: 'won', label: 'Won' },
    ],
  },
  { type: 'DYNAMIC_ENUM', id: 'list', title: 'Contact list', sourceType: 'lists' },
  {
    type: 'CUSTOM_DROPDOWN',
    id: 'board',
    title: 'Board',
    key: 'boards',
    customDropdownOptions: [],
    documentationLink: 'https://help.example.com/boards',
    documentationLinkLabel: 'About boards',
  },
  { type: 'COMBO_INPUT', id: 'record', title: 'Record', sourceType: 'records', required: false },
  { type: 'DYNAMIC_COMBO_INPUT', id: 'form', title: 'Form', sourceType: 'forms', required: false },
  {
    type: 'FIELD_MAPPER',
    id: 'fields',
    title: 'Fields',
    sourceType: 'records',
    savedFieldMappings: [{ label: 'Task title' }, { label: 'Due date' }],
    required: false,
  },
  {
    type: 'FIELD_MAPPER',
    id: 'own',
    title: 'Your own fields',
    dynamicObjectName: 'Task',
    useDynamicMapper: true,
    savedFieldMappings: [],
    required: false,
  },
  {
    type: 'COPYABLE_BUTTON_INPUT',
    id: 'hook',
    title: 'Webhook address',
    defaultValue: 'https://api.taskboard.example/hook/1',
  },
  {
    type: 'PERMISSION',
    id: 'scopes',
    title: 'Permissions',
    requiredScopes: ['read'],
    scopes: {
      values: [
        { name: 'read', label: 'Read', description: 'See contacts' },
        { name: 'write', label: 'Write', description: 'Create and change contacts' },
      ],
    },
  },
]

export const workflows: PortalView['workflows'] = [
  {
    id: SYNC,
    name: 'Sync contacts',
    infoText: 'New and changed contacts appear in Taskboard within a minute.',
    defaultEnabled: true,
    inputs: [{ type: 'DYNAMIC_ENUM', id: 'list', title: 'Contact list', sourceType: 'lists' }],
  },
  {
    id: ALERTS,
    name: 'Close tasks of won deals',
    infoText: '',
    defaultEnabled: false,
    inputs: [],
  },
]

/** A provider whose administrator activates an integration. */
export const postedType: PortalView['accountTypes'][number] = {
  id: 'activate',
  label: 'Activate an integration',
  kind: 'redirect',
  flow: 'posted',
  isReady: true,
  scopes: [],
  inputs: [{ type: 'URL', id: 'store_url', title: 'Store URL' }],
  help: {
    text: 'In the store’s admin, an administrator adds an integration under System → Integrations.',
    url: 'https://help.example.com/integrations',
  },
}

export const feedType: PortalView['accountTypes'][number] = {
  id: 'feed',
  label: 'Feed address',
  kind: 'none',
  isReady: true,
  scopes: [],
  inputs: [{ type: 'URL', id: 'feed_url', title: 'Feed URL' }],
}

export const serviceAccountType: PortalView['accountTypes'][number] = {
  id: 'service_account',
  label: 'Service account',
  kind: 'entered',
  isReady: true,
  scopes: [],
  inputs: [
    {
      type: 'PASSWORD',
      holds: 'service_account',
      id: 'file',
      title: 'Service account key',
      subtitle: 'The whole JSON file that Google Cloud gave you',
    },
  ],
  help: {
    text: 'In Google Cloud, open IAM & Admin → Service accounts, choose yours, and create a JSON key under Keys.',
    url: 'https://help.example.com/service-accounts',
  },
}

const section = 'Use an OAuth client of your own'

export const ownClientType: PortalView['accountTypes'][number] = {
  ...oauthType,
  inputs: [
    {
      type: 'COPYABLE_BUTTON_INPUT',
      id: 'redirect_url',
      title: 'Redirect URL',
      defaultValue: 'https://tenon.example.com/oauth',
      section,
    },
    { type: 'TEXT_NO_VARS', id: 'client_id', title: 'Client ID', required: false, section },
    { type: 'PASSWORD', id: 'client_secret', title: 'Client secret', required: false, section },
  ],
}
