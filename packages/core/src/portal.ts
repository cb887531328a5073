import { z } from 'zod'
import { ConnectionStatus, ReauthReason } from './connection.ts'
import { Input, InputOption } from './input.ts'

/** One way to connect an account, as the portal offers it. */
export const PortalAccountType = z.object({
  id: z.string(),
  label: z.string(),
  kind: z
    .enum(['none', 'entered', 'redirect'])
    .describe('redirect: the user leaves for the provider’s own pages'),
  flow: z
    .literal('posted')
    .optional()
    .describe('with redirect: nobody signs in; an administrator activates an integration at the provider'),
  isReady: z
    .boolean()
    .describe('false: the team has not finished setting it up, so that nobody can connect by it'),
  inputs: z.array(Input).describe('asked before connecting'),
  help: z.object({ text: z.string(), url: z.string() }).optional(),
  scopes: z
    .array(z.object({ name: z.string(), description: z.string().optional() }))
    .describe('what access is asked'),
})
export type PortalAccountType = z.infer<typeof PortalAccountType>

const Settings = z.record(z.string(), z.unknown())

/** One of the user's connections to the integration. */
export const PortalConnection = z.object({
  id: z.string(),
  status: ConnectionStatus.describe(
    '`pending` also while a working connection is being replaced: it works until the choice is made',
  ),
  reauthReason: ReauthReason.nullable(),
  externalId: z.string().nullable(),
  accountTypeId: z.string(),
  account: z
    .object({ id: z.string(), label: z.string() })
    .nullable()
    .describe('the provider’s own name for the connected account, when it told one'),
  connectedAt: z.iso.datetime(),
  choose: z
    .object({ inputId: z.string(), title: z.string(), options: z.array(InputOption) })
    .nullable()
    .describe('with `pending`: what the user still has to pick'),
  configurationId: z.string().describe('the default configuration'),
  sharedSettings: Settings,
  workflowSettings: z.record(z.string(), z.object({ enabled: z.boolean(), settings: Settings })),
})
export type PortalConnection = z.infer<typeof PortalConnection>

export const PortalWorkflow = z.object({
  id: z.string(),
  name: z.string(),
  infoText: z.string(),
  defaultEnabled: z.boolean(),
  inputs: z.array(Input),
})
export type PortalWorkflow = z.infer<typeof PortalWorkflow>

/** The two lists behind a combo or a field mapper: what is picked from the first decides what the second offers. */
const PortalSource = z.object({
  main: z
    .string()
    .optional()
    .describe('source of the first list; absent when there is nothing to pick first'),
  dependent: z.string().describe('source of the second list'),
  parameter: z.string().describe('the key under which the first pick is sent when the second list is read'),
})

/** Everything the Connect Portal shows of one integration to one connected user. */
export const PortalView = z.object({
  product: z.object({ name: z.string() }).describe('whose product the account is connected to'),
  integration: z.object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    iconUrl: z.string(),
    accentColor: z.string(),
    description: z.string(),
    overviewHtml: z.string().describe('rendered from markdown and sanitised on the server'),
  }),
  accountTypes: z.array(PortalAccountType).min(1),
  connections: z.array(PortalConnection),
  settings: z.array(Input).describe('user settings of the integration'),
  workflows: z.array(PortalWorkflow),
  sources: z
    .record(z.string(), PortalSource)
    .optional()
    .describe('by the `sourceType` of a COMBO_INPUT, DYNAMIC_COMBO_INPUT or FIELD_MAPPER'),
})
export type PortalView = z.infer<typeof PortalView>
