import { type AuthKind, findProvider, type Provider, pageProblems, providers } from '@tenon/providers'
import { type ExplainedKind, explainKind } from '../explain/explain-page.ts'
import { explanationLines } from '../explain/lines.ts'
import { locatedError } from '../explain/slot-places.ts'
import { closest } from '../integrations/closest.ts'
import { defineCommand, required, table, UsageError } from './command.ts'

export const providerCommands = {
  list: defineCommand('provider list', {
    summary: 'List the providers of the catalog',
    usage: '',
    options: {},
    examples: ['npx tenon provider list'],
    async run() {
      const pages = [...providers.values()]
      const rows = pages.map(({ id, name, category, auth }) => [
        id,
        name,
        category,
        auth.map((kind) => kind.id).join(', '),
      ])
      return {
        lines: table(['ID', 'NAME', 'CATEGORY', 'KINDS OF AUTHORISATION'], rows, 'The catalog is empty'),
        json: pages.map(({ id, name, category, auth }) => ({
          id,
          name,
          category,
          accountTypes: auth.map((kind) => kind.id),
        })),
      }
    },
  }),
  check: defineCommand('provider check', {
    summary: 'Explain what a page of the catalog means, and show every request it leads to',
    usage: 'ID',
    options: {},
    examples: ['npx tenon provider check slack'],
    async run({ positionals: [id] }) {
      const page = pageOf(required(id, 'the provider’s ID'))
      const kinds = await Promise.all(page.auth.map((auth) => explained(page, auth)))
      return {
        lines: explanationLines(page, kinds),
        json: {
          id: page.id,
          name: page.name,
          kinds,
          problems: pageProblems(page),
          provenance: page.provenance,
        },
      }
    },
  }),
}

/** @throws AppError that says where in the page the template is that could not be filled */
async function explained(page: Provider, auth: AuthKind): Promise<ExplainedKind> {
  try {
    return await explainKind(page, auth)
  } catch (error) {
    throw locatedError(error, page, auth)
  }
}

function pageOf(id: string): Provider {
  const page = findProvider(id)
  if (page) return page
  const near = closest(id, providers.keys())
  throw new UsageError(`there is no provider "${id}"${near ? `: did you mean "${near}"?` : ''}`)
}
