import { visitsProvider } from '@tenon/providers'
import type { ProjectContext } from '../context.ts'
import { oauthCallbackUrl } from '../http/urls.ts'
import {
  type Integration,
  listIntegrations,
  needsClient,
  settingNames,
  switchOffIntegration,
  switchOnIntegration,
} from '../integrations/integrations.ts'
import { defineCommand, required, type Terminal, table, UsageError } from './command.ts'
import { projectOption, redirectUrlNote, withProject } from './services.ts'

export const integrationCommands = {
  on: defineCommand('integration on', {
    summary: 'Switches a provider on, or changes its settings',
    usage:
      'PROVIDER [--client-id ID | --client NAME] [--account-type TYPE]… [--scope SCOPE]… [--variable NAME=VALUE]… [--project ID]',
    options: {
      ...projectOption,
      'client-id': { type: 'string', help: 'of the OAuth client you registered; its secret is asked for' },
      client: { type: 'string', help: 'an OAuth client of the keyvault instead, by name' },
      'allow-own-client': { type: 'boolean', help: 'users may bring an OAuth client of their own' },
      'no-own-client': { type: 'boolean', help: 'they may not any more' },
      'secret-stdin': { type: 'boolean', help: 'read the client secret from standard input' },
      scope: {
        type: 'string',
        multiple: true,
        help: 'ask for this one instead of the usual; may be repeated',
      },
      'account-type': { type: 'string', multiple: true, help: 'offer only this one; may be repeated' },
      variable: { type: 'string', multiple: true, help: 'a value that the provider’s page asks for' },
    },
    examples: [
      'npx tenon integration on hubspot --client-id 8f2e…',
      'TENON_CLIENT_SECRET=… npx tenon integration on slack --client-id 123.456',
      'npx tenon integration on jira --allow-own-client',
      'npx tenon integration on rss --project Taskboard/Development',
    ],
    run: ({ values, positionals: [named] }, terminal) => {
      const provider = required(named, 'the PROVIDER, such as slack,')
      const variables = values.variable && toPairs(values.variable)
      return withProject(terminal, values.project, async (ctx) => {
        const integration = await switchOnIntegration(ctx, {
          provider,
          client: values.client,
          clientId: values['client-id'],
          scopes: values.scope,
          accountTypes: values['account-type'],
          ...(variables && { variables }),
          ...ownClientSetting(values),
          clientSecret: await readSecret(terminal, values, () => hasSecret(ctx, provider)),
        })
        const isClientNew = values.client !== undefined || values['client-id'] !== undefined
        const lines = [...describe(ctx, integration), ...(isClientNew ? registration(ctx, integration) : [])]
        return { json: toJson(integration), lines }
      })
    },
  }),

  off: defineCommand('integration off', {
    summary: 'Switches a provider off: it cannot be connected or called until it is on again',
    usage: 'PROVIDER [--project ID]',
    options: projectOption,
    examples: ['npx tenon integration off slack --project Taskboard/Development'],
    run: ({ values, positionals: [named] }, terminal) => {
      const provider = required(named, 'the PROVIDER, such as slack,')
      return withProject(terminal, values.project, async (ctx) => {
        await switchOffIntegration(ctx, provider)
        const on = `npx tenon integration on ${provider} --project ${ctx.project.id}`
        const kept = 'its connections and settings are kept'
        return {
          json: { slug: provider, isActive: false },
          lines: [`${provider} is off; ${kept} for: ${on}`],
        }
      })
    },
  }),

  list: defineCommand('integration list', {
    summary: 'Lists the providers that a project has switched on or off, and what they lack',
    usage: '[--project ID]',
    options: projectOption,
    examples: ['npx tenon integration list'],
    run: ({ values }, terminal) =>
      withProject(terminal, values.project, async (ctx) => {
        const integrations = await listIntegrations(ctx)
        const rows = integrations.map((integration) => [
          integration.slug,
          stateOf(integration),
          integration.clientId ?? '–',
          namesOf(integration.missing) || '–',
        ])
        const listed = table(
          ['PROVIDER', 'STATE', 'CLIENT ID', 'MISSING'],
          rows,
          'None yet: npx tenon integration on PROVIDER',
        )
        const unready = integrations.filter((integration) => stateOf(integration) === 'not ready')
        return {
          json: integrations.map(toJson),
          lines: [...listed, ...unready.flatMap((one) => ['', ...describe(ctx, one)])],
        }
      }),
  }),
}

/** Whether it can be connected; if not, why not and what to run. */
function describe(ctx: ProjectContext, integration: Integration): string[] {
  const { slug, clientId, missing, authKinds } = integration
  if (stateOf(integration) === 'on') return [`${slug} is on`]
  const usable = authKinds.filter((auth) => !needsClient(auth))
  const labels = usable.map(({ label }) => `"${label}"`).join(' or ')
  const who = labels ? `users can connect it only by ${labels}` : 'nobody can connect it'
  const change = `npx tenon integration on ${slug} --project ${ctx.project.id}`
  return [
    `${slug} is switched on but not ready: without its ${namesOf(missing)} ${who}`,
    `  To set what is missing: ${change} --client-id ${clientId ?? 'ID'}`,
    `  Redirect URL to register with the client: ${oauthCallbackUrl(ctx.config)}`,
    ...redirectUrlNote(ctx).map((line) => `  ${line}`),
    '  It asks for the client secret; in scripts put TENON_CLIENT_SECRET=… before npx',
    ...(labels
      ? [`  To offer only ${labels}: ${change}${usable.map(({ id }) => ` --account-type ${id}`).join('')}`]
      : []),
  ]
}

/** For a client that was just supplied: what the provider has to know of it. Said of one that is not ready anyway. */
function registration(ctx: ProjectContext, integration: Integration): string[] {
  const visits = integration.authKinds.some((auth) => visitsProvider(auth) && needsClient(auth))
  if (stateOf(integration) !== 'on' || !visits) return []
  return [
    `Redirect URL to register with the client: ${oauthCallbackUrl(ctx.config)}`,
    ...redirectUrlNote(ctx),
  ]
}

function toJson({ id, slug, isActive, clientId, allowsOwnClient, missing }: Integration) {
  return { id, slug, isActive, clientId, allowsOwnClient, missing }
}

function stateOf({ isActive, missing }: Integration): string {
  if (!isActive) return 'off'
  return missing.length > 0 ? 'not ready' : 'on'
}

function namesOf(missing: Integration['missing']): string {
  return missing.map((setting) => settingNames[setting]).join(' and ')
}

async function hasSecret(ctx: ProjectContext, provider: string): Promise<boolean> {
  const integrations = await listIntegrations(ctx)
  return integrations.some(({ slug, hasClientSecret }) => slug === provider && hasClientSecret)
}

/**
 * Never an argument: those are seen by every user of the machine and kept by shells.
 *
 * @returns undefined to keep the one there is
 * @throws UsageError for an empty one, where there is none to keep
 */
async function readSecret(
  { env, askSecret, readInput }: Terminal,
  values: { 'client-id'?: string | undefined; 'secret-stdin'?: boolean | undefined },
  hasSecret: () => Promise<boolean>,
): Promise<string | undefined> {
  if (values['secret-stdin'])
    return required((await readInput()).trim(), 'the client secret on standard input')
  if (env.TENON_CLIENT_SECRET) return env.TENON_CLIENT_SECRET
  if (!values['client-id'] || !askSecret) return undefined
  if (!(await hasSecret())) return required((await askSecret('Client secret: ')).trim(), 'the client secret')
  return (await askSecret('Client secret (empty keeps the present one): ')).trim() || undefined
}

/** @throws UsageError for both at once */
function ownClientSetting(values: {
  'allow-own-client'?: boolean | undefined
  'no-own-client'?: boolean | undefined
}): { allowsOwnClient?: boolean } {
  const { 'allow-own-client': isAllowed, 'no-own-client': isForbidden } = values
  if (isAllowed && isForbidden)
    throw new UsageError('--allow-own-client and --no-own-client exclude each other')
  return isAllowed || isForbidden ? { allowsOwnClient: isAllowed === true } : {}
}

function toPairs(texts: string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
      if (name === undefined || value === undefined) throw new UsageError('--variable must be NAME=VALUE')
      return [name, value]
    }),
  )
}
