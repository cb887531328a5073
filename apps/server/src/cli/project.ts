import type { Project, Services } from '../context.ts'
import { createProject, listProjects, type UpdateProjectInput, updateProject } from '../projects/projects.ts'
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
    summary: 'Sets which pages may show the portal, who is mailed, and what REST callers get',
    usage:
      '[--allowed-origin ORIGIN]… [--alert-email ADDRESS]… [--mail-users] [--wrap-rest-answers] [--project ID]',
    options: {
      ...projectOption,
      'allowed-origin': allowedOrigin,
      'clear-allowed-origins': { type: 'boolean', help: 'let every page show the portal' },
      'alert-email': {
        type: 'string',
        multiple: true,
        help: 'who of the team is mailed when connections need their users again; may be repeated',
      },
      'clear-alert-emails': { type: 'boolean', help: 'nobody of the team is mailed any more' },
      'mail-users': { type: 'boolean', help: 'users whose metadata has an email are mailed too' },
      'no-mail-users': { type: 'boolean', help: 'they are not any more' },
      'wrap-rest-answers': {
        type: 'boolean',
        help: 'callers without an SDK get {"output": …} around JSON answers',
      },
      'no-wrap-rest-answers': { type: 'boolean', help: 'they get what the provider answers' },
    },
    examples: [
      'npx tenon project set --allowed-origin https://app.example.com --allowed-origin http://localhost:3000',
      'npx tenon project set --clear-allowed-origins --project Taskboard/Development',
      'npx tenon project set --alert-email ops@example.com --mail-users',
    ],
    run: ({ values }, terminal) => {
      const changes = changesOf(values)
      return withProject(terminal, values.project, async (ctx) => {
        const project = await updateProject(ctx, changes)
        return { json: project, lines: describe(project, changes) }
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

type Values = Readonly<Record<string, string | boolean | string[] | undefined>>

/** @throws UsageError when there is nothing to set, or a setting and its contrary */
function changesOf(values: Values): UpdateProjectInput {
  const changes = {
    allowedOrigins: chosenList(values, 'allowed-origin', 'clear-allowed-origins'),
    alertEmails: chosenList(values, 'alert-email', 'clear-alert-emails'),
    mailsUsers: chosenSwitch(values, 'mail-users'),
    wrapsRestAnswers: chosenSwitch(values, 'wrap-rest-answers'),
  }
  if (Object.values(changes).some((change) => change !== undefined)) return changes
  throw new UsageError('nothing to set: give --allowed-origin, --alert-email or another of the options')
}

function chosenList(values: Values, name: string, clear: string): string[] | undefined {
  const given = values[name]
  if (given && values[clear]) throw new UsageError(`--${name} and --${clear} exclude each other`)
  if (values[clear]) return []
  return Array.isArray(given) ? given : undefined
}

function chosenSwitch(values: Values, name: string): boolean | undefined {
  const [isOn, isOff] = [values[name] === true, values[`no-${name}`] === true]
  if (isOn && isOff) throw new UsageError(`--${name} and --no-${name} exclude each other`)
  return isOn || isOff ? isOn : undefined
}

/** What was set, as it is now. */
function describe(project: Project, changes: UpdateProjectInput): string[] {
  const name = nameOf(project)
  const { alertEmails, mailsUsers, wrapsRestAnswers } = project
  const lines: Record<keyof UpdateProjectInput, string> = {
    allowedOrigins: `Pages that may show the portal of ${name}: ${originsOf(project)}`,
    alertEmails: `Mailed when connections of ${name} need their users: ${alertEmails.join(', ') || 'nobody'}`,
    mailsUsers: `Users of ${name} are ${mailsUsers ? '' : 'not '}mailed when their connections need them`,
    wrapsRestAnswers: `Callers of ${name} without an SDK get ${wrapsRestAnswers ? '{"output": …} around JSON answers' : 'what providers answer'}`,
  }
  return Object.entries(lines)
    .filter(([setting]) => changes[setting as keyof UpdateProjectInput] !== undefined)
    .map(([, line]) => line)
}

function originsOf({ allowedOrigins }: Pick<Project, 'allowedOrigins'>): string {
  return allowedOrigins.join(', ') || 'any'
}
