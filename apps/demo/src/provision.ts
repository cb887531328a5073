import type { DemoSecrets } from './secrets.ts'

/** User settings of the Sandbox CRM integration, shown in the portal; Taskboard's page reads them. */
const settingsInputs = [
  {
    id: 'taskColumn',
    title: 'New tasks go to',
    subtitle: 'Where a task lands when you make one from a contact.',
    type: 'ENUM',
    required: false,
    defaultValue: 'todo',
    values: [
      { value: 'todo', label: 'To do' },
      { value: 'doing', label: 'In progress' },
    ],
  },
  {
    id: 'contactList',
    title: 'List for new contacts',
    subtitle: 'Contacts that you add from Taskboard are put on it.',
    type: 'DYNAMIC_ENUM',
    required: false,
    sourceType: 'lists',
  },
  {
    id: 'namesCompany',
    title: 'Name the company in the task',
    type: 'SWITCH',
    required: false,
    defaultValue: true,
  },
]

const overview = `Work from your contacts without leaving your board.

- **See** everyone in your CRM, and find them by name or company
- **Add** a contact the moment you meet one
- **Turn** a contact into a task with one click

Taskboard never deletes a contact.`

/**
 * What the server must hold for the demo: the project of Taskboard with its keys, and two integrations switched on.
 * Applying it twice changes nothing.
 */
export function provisionDocument({
  secrets,
  taskboardOrigin,
  sandboxOrigin,
}: {
  secrets: DemoSecrets
  taskboardOrigin: string
  sandboxOrigin: string
}) {
  return {
    projects: [
      {
        product: 'Taskboard',
        name: 'Development',
        id: secrets.projectId,
        allowedOrigins: [taskboardOrigin],
        signingKeys: [{ name: 'Taskboard demo', publicKey: secrets.publicKey }],
        apiKeys: [{ name: 'demo', key: secrets.apiKey }],
        integrations: [
          {
            provider: 'sandbox',
            description: 'Bring your contacts to your board',
            overview,
            accentColor: '#A8431B',
            clientId: secrets.clientId,
            clientSecret: secrets.clientSecret,
            variables: { origin: sandboxOrigin },
            inputs: settingsInputs,
          },
          { provider: 'rss' },
        ],
      },
    ],
  }
}
