import { listIntegrations, switchOnIntegration } from '../integrations/integrations.ts'
import { defineCommand, required, type Terminal, table, UsageError } from './command.ts'
import { projectOption, withProject } from './services.ts'

export const integrationCommands = {
  on: defineCommand('integration on', {
    summary: 'Switches a provider on, or changes its settings',
    usage: 'PROVIDER [--client-id ID] [--scope SCOPE]… [--variable NAME=VALUE]… [--project ID]',
    options: {
      ...projectOption,
      'client-id': { type: 'string', help: 'of the OAuth client you registered; its secret is asked for' },
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
      'integration on hubspot --client-id 8f2e…',
      'TENON_CLIENT_SECRET=… npx tenon integration on slack --client-id 123.456',
      'integration on rss --project Taskboard/Development',
    ],
    run: async ({ values, positionals: [provider] }, terminal) => {
      const input = {
        provider: required(provider, 'the PROVIDER, such as slack,'),
        clientId: values['client-id'],
        scopes: values.scope,
        accountTypes: values['account-type'],
        ...(values.variable && { variables: toPairs(values.variable) }),
        clientSecret: await readSecret(terminal, values),
      }
      return withProject(terminal, values.project, async (ctx) => {
        const { id, slug, isActive } = await switchOnIntegration(ctx, input)
        return { json: { id, slug, isActive }, lines: [`${slug} is on`] }
      })
    },
  }),

  list: defineCommand('integration list', {
    summary: 'Lists the providers that a project has switched on or off',
    usage: '[--project ID]',
    options: projectOption,
    examples: ['integration list'],
    run: ({ values }, terminal) =>
      withProject(terminal, values.project, async (ctx) => {
        const integrations = (await listIntegrations(ctx)).map(({ id, slug, isActive, clientId }) => {
          return { id, slug, isActive, clientId }
        })
        const rows = integrations.map(({ slug, isActive, clientId }) => [
          slug,
          isActive ? 'on' : 'off',
          clientId ?? '–',
        ])
        return {
          json: integrations,
          lines: table(
            ['PROVIDER', 'STATE', 'CLIENT ID'],
            rows,
            'None yet: npx tenon integration on PROVIDER',
          ),
        }
      }),
  }),
}

/** Never an argument: those are seen by every user of the machine and kept by shells. Empty keeps the one there is. */
async function readSecret(
  { env, askSecret, readInput }: Terminal,
  values: { 'client-id'?: string | undefined; 'secret-stdin'?: boolean | undefined },
): Promise<string | undefined> {
  if (values['secret-stdin']) return (await readInput()).trim() || undefined
  if (env.TENON_CLIENT_SECRET) return env.TENON_CLIENT_SECRET
  if (!values['client-id'] || !askSecret) return undefined
  return (await askSecret('Client secret (empty keeps the present one): ')).trim() || undefined
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
