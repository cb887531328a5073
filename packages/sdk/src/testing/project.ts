import { randomUUID } from 'node:crypto'
import type { Connection, ConnectionStatus, Integration } from '../shared/wire.ts'

export const PROJECT_ID = '0197a000-0000-7000-8000-000000000001'
export const WORKFLOW_ID = '0197a000-0000-7000-8000-00000000000f'

type IntegrationOverrides = Partial<Integration> & { type: string }

/** What `GET /sdk/integrations` answers with for one integration. */
function integration(overrides: IntegrationOverrides) {
  const id = randomUUID()
  return {
    id,
    projectId: PROJECT_ID,
    name: overrides.type,
    brandColor: '#4A154B',
    isActive: true,
    authenticationType: 'oauth',
    configs: [{ id, integrationId: id, values: {} }],
    workflows: [],
    noPermissionWorkflows: [],
    sdkIntegrationConfig: { accountTypes: [], postOauthInputs: [], dataSources: {} },
    customIntegration: null,
    ...overrides,
  }
}

/** A project with one integration of each kind. */
export function project() {
  const workflowMeta = {
    [WORKFLOW_ID]: { id: WORKFLOW_ID, inputs: [{ id: 'w', type: 'SWITCH', title: 'W' }] },
  }
  const inputs = [{ id: 'channel', type: 'CUSTOM_DROPDOWN', title: 'Channel', key: 'channels' }]
  return {
    integrations: [
      integration({
        type: 'slack',
        configs: [{ id: 'c', integrationId: 'i', values: { sharedMeta: { inputs }, workflowMeta } }],
        workflows: [{ id: WORKFLOW_ID, description: 'Sync' }],
      }),
      integration({
        type: 'custom.tasklab',
        authenticationType: 'basic',
        customIntegration: { slug: 'custom.tasklab', icon: 'https://icons.example/t.svg' },
      }),
      integration({
        type: 'salesforce',
        sdkIntegrationConfig: {
          accountTypes: [
            { id: 'production', scheme: 'oauth' },
            { id: 'sandbox', scheme: 'oauth' },
          ],
        },
      }),
      integration({ type: 'asleep', isActive: false }),
    ],
    /** By integration id. */
    connections: new Map<string, Connection[]>(),
    meta: {} as Record<string, unknown>,
    resources: [
      { id: 'res-1', slug: 'tasks', credentialId: null, credentialStatus: null, integrationId: null },
    ],
  }
}
export type Project = ReturnType<typeof project>

/** Adds a connection, or brings a known one to another status. */
export function connected(
  project: Project,
  slug: string,
  { status = 'VALID', ...overrides }: Partial<Connection> & { status?: ConnectionStatus } = {},
): Connection {
  const owner = project.integrations.find(({ type }) => type === slug)
  if (!owner) throw new TypeError(`There is no ${slug}`)
  const id = overrides.id ?? randomUUID()
  const dates = { dateCreated: '2026-01-01T00:00:00.000Z', dateUpdated: '2026-01-01T00:00:00.000Z' }
  const connection: Connection = {
    id,
    projectId: PROJECT_ID,
    integrationId: owner.id,
    status,
    externalId: null,
    providerId: 'T01',
    providerData: { team: 'acme' },
    configurations: [
      {
        id: randomUUID(),
        connectCredentialId: id,
        isDefault: true,
        externalId: null,
        sharedSettings: {},
        workflowSettings: {},
        configMeta: {},
        ...dates,
      },
    ],
    ...dates,
    ...overrides,
  }
  const others = (project.connections.get(owner.id) ?? []).filter((other) => other.id !== id)
  project.connections.set(owner.id, [...others, connection])
  return connection
}

/** `GET /sdk/me` */
export function meAnswer(project: Project, userId: string) {
  const integrations = project.integrations.map(({ id, type }) => {
    const allCredentials = project.connections.get(id) ?? []
    const [first] = allCredentials
    const current = first && { credentialId: first.id, credentialStatus: first.status }
    return [type, { enabled: first?.status === 'VALID', ...current, allCredentials }]
  })
  return {
    authenticated: true,
    userId,
    meta: project.meta,
    resources: project.resources,
    project: { id: PROJECT_ID, accessibleFeatures: ['headless-cp'] },
    integrations: Object.fromEntries(integrations),
  }
}
