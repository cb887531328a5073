import { createProject, listProjects } from '../projects/projects.ts'
import { defineCommand, required, table } from './command.ts'
import { withServices } from './services.ts'

export const projectCommands = {
  create: defineCommand('project create', {
    summary: 'Creates a project: one environment of a product',
    usage: '--product NAME --name NAME [--origin ORIGIN]… [--id UUID]',
    options: {
      product: { type: 'string', help: 'the product; made if it is new' },
      name: { type: 'string', help: 'the environment, such as Development' },
      origin: { type: 'string', multiple: true, help: 'an origin of the product’s pages; may be repeated' },
      id: { type: 'string', help: 'a UUID of your own' },
    },
    examples: [
      'project create --product Taskboard --name Development',
      'project create --product Taskboard --name Production --origin https://app.taskboard.example',
    ],
    run: ({ values: { product, name, origin, id } }, terminal) => {
      const input = {
        product: required(product, '--product'),
        name: required(name, '--name'),
        allowedOrigins: origin,
        id,
      }
      return withServices(terminal, async (services) => {
        const project = await createProject(services, input)
        return { json: project, lines: [project.id] }
      })
    },
  }),

  list: defineCommand('project list', {
    summary: 'Lists all projects',
    usage: '',
    options: {},
    examples: ['project list', 'project list --json'],
    run: (_input, terminal) =>
      withServices(terminal, async (services) => {
        const projects = await listProjects(services)
        const rows = projects.map(({ id, productName, name }) => [id, productName, name])
        return {
          json: projects,
          lines: table(['ID', 'PRODUCT', 'NAME'], rows, 'There is no project yet: npx tenon project create'),
        }
      }),
  }),
}
