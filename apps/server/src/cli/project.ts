import type { Project, Services } from '../context.ts'
import { createProject, listProjects, updateProject } from '../projects/projects.ts'
import { defineCommand, required, table, UsageError } from './command.ts'
import { nameOf, projectOption, withProject, withServices } from './services.ts'

const allowedOrigin = {
  type: 'string',
  multiple: true,
  help: 'an origin whose pages may show the portal; may be repeated',
} as const

export const projectCommands = {
  create: defineCommand('project create', {
    summary: 'Creates a project: one environment of a product',
    usage: '--product NAME --name NAME [--allowed-origin ORIGIN]… [--id UUID]',
    options: {
      product: { type: 'string', help: 'the product; made if it is new' },
      name: { type: 'string', help: 'the environment, such as Development' },
      'allowed-origin': allowedOrigin,
      id: { type: 'string', help: 'a UUID of your own' },
    },
    examples: [
      'npx tenon project create --product Taskboard --name Development',
      'npx tenon project create --product Taskboard --name Production --allowed-origin https://app.example.com',
    ],
    run: ({ values: { product, name, 'allowed-origin': allowedOrigins, id } }, terminal) => {
      const input = {
        product: required(product, '--product'),
        name: required(name, '--name'),
        allowedOrigins,
        id,
      }
      const create = async (services: Services) => {
        const project = await createProject(services, input)
        return { json: project, lines: [project.id] }
      }
      return withServices(terminal, create, { makesDatabase: true })
    },
  }),

  set: defineCommand('project set', {
    summary: 'Sets which pages may show the portal, in place of those allowed before',
    usage: '(--allowed-origin ORIGIN… | --clear-allowed-origins) [--project ID]',
    options: {
      ...projectOption,
      'allowed-origin': allowedOrigin,
      'clear-allowed-origins': { type: 'boolean', help: 'let every page show the portal' },
    },
    examples: [
      'npx tenon project set --allowed-origin https://app.example.com --allowed-origin http://localhost:3000',
      'npx tenon project set --clear-allowed-origins --project Taskboard/Development',
    ],
    run: ({ values }, terminal) => {
      const allowedOrigins = chosenOrigins(values['allowed-origin'], values['clear-allowed-origins'] === true)
      return withProject(terminal, values.project, async (ctx) => {
        const project = await updateProject(ctx, { allowedOrigins })
        return {
          json: project,
          lines: [`Pages that may show the portal of ${nameOf(project)}: ${originsOf(project)}`],
        }
      })
    },
  }),

  list: defineCommand('project list', {
    summary: 'Lists all projects, and which pages may show their portal',
    usage: '',
    options: {},
    examples: ['npx tenon project list', 'npx tenon project list --json'],
    run: (_input, terminal) =>
      withServices(terminal, async (services) => {
        const projects = await listProjects(services)
        const rows = projects.map((project) => [
          project.id,
          project.productName,
          project.name,
          originsOf(project),
        ])
        return {
          json: projects,
          lines: table(
            ['ID', 'PRODUCT', 'NAME', 'ALLOWED ORIGINS'],
            rows,
            'There is no project yet: npx tenon project create',
          ),
        }
      }),
  }),
}

/** @throws UsageError unless exactly one of the two was asked for */
function chosenOrigins(origins: string[] | undefined, clears: boolean): string[] {
  if (origins && clears) {
    throw new UsageError('--allowed-origin and --clear-allowed-origins exclude each other')
  }
  if (clears) return []
  if (origins) return origins
  throw new UsageError('nothing to set: give --allowed-origin or --clear-allowed-origins')
}

function originsOf({ allowedOrigins }: Pick<Project, 'allowedOrigins'>): string {
  return allowedOrigins.join(', ') || 'any'
}
