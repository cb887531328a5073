/** Something that Taskboard did with Tenon, told so that a developer can do the same. */
export type Call =
  | {
      kind: 'request'
      method: 'GET' | 'POST'
      path: string
      query?: Record<string, string>
      body?: Record<string, string>
      connectionId: string
    }
  | { kind: 'connect'; accountType: string; externalId: string }
  | { kind: 'manage'; connectionId: string }
  | { kind: 'disconnect'; connectionId: string; integrationId: string }
  | { kind: 'getUser' }

export interface Place {
  /** Where Tenon lives. */
  host: string
  projectId: string
  /** Where Taskboard lives, which signs tokens for its users. */
  taskboardOrigin: string
  userId: string
}

/** The call in a page, with `tenon` made by createTenon(). */
export function sdkSnippet(call: Call): string {
  switch (call.kind) {
    case 'request': {
      const { method, path, query, body, connectionId } = call
      const options = [
        ...(method === 'GET' ? [] : [`method: ${quote(method)}`]),
        ...(query && Object.keys(query).length > 0 ? [`query: ${literal(query)}`] : []),
        ...(body ? [`body: ${literal(body)}`] : []),
        `selectedCredentialId: ${quote(connectionId)}`,
      ]
      const lines = options.map((option) => `  ${option},`).join('\n')
      return `const answer = await tenon\n  .request('sandbox', ${quote(path)}, {\n${indent(lines)}\n  })\n  .json()`
    }
    case 'connect':
      return callSnippet('connect', [
        `accountType: ${quote(call.accountType)}`,
        `externalId: ${quote(call.externalId)}`,
        'allowMultipleCredentials: true',
      ])
    case 'manage':
      return callSnippet('connect', [`selectedCredentialId: ${quote(call.connectionId)}`])
    case 'disconnect':
      return callSnippet('uninstallIntegration', [`selectedCredentialId: ${quote(call.connectionId)}`])
    case 'getUser':
      return `const user = await tenon.getUser()\nuser.integrations.sandbox.allCredentials`
  }
}

/** The same from a shell, with a token that Taskboard signs; undefined for what only a browser can do. */
export function curlSnippet(
  call: Call,
  { host, projectId, taskboardOrigin, userId }: Place,
): string | undefined {
  if (call.kind === 'connect' || call.kind === 'manage') return undefined
  const { method, path, connectionId, body } = wire(call)
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${shellQuote(`${host}/projects/${projectId}/sdk${path}`)}`,
    '-H "Authorization: Bearer $TOKEN"',
    ...(connectionId ? [`-H ${shellQuote(`X-Paragon-Credential: ${connectionId}`)}`] : []),
    ...(body ? ["-H 'Content-Type: application/json'", `-d ${shellQuote(JSON.stringify(body))}`] : []),
  ]
  return (
    `TOKEN=$(curl -s -X POST ${taskboardOrigin}/api/user-token \\\n  -H 'Cookie: taskboard_user=${userId}')\n\n` +
    lines.join(' \\\n  ')
  )
}

interface Wire {
  method: string
  path: string
  connectionId?: string
  body?: Record<string, string> | undefined
}

function wire(call: Exclude<Call, { kind: 'connect' | 'manage' }>): Wire {
  switch (call.kind) {
    case 'request': {
      const query = new URLSearchParams(call.query).toString()
      const path = `/proxy/sandbox${call.path}${query && `?${query}`}`
      return { method: call.method, path, connectionId: call.connectionId, body: call.body }
    }
    case 'disconnect':
      return {
        method: 'DELETE',
        path: `/integrations/${call.integrationId}`,
        connectionId: call.connectionId,
      }
    case 'getUser':
      return { method: 'GET', path: '/me' }
  }
}

function callSnippet(method: string, options: string[]): string {
  return `await tenon.${method}('sandbox', {\n${options.map((option) => `  ${option},`).join('\n')}\n})`
}

function literal(values: Record<string, string>): string {
  const pairs = Object.entries(values).map(([key, value]) => `${key}: ${quote(value)}`)
  return `{ ${pairs.join(', ')} }`
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`
}

/** Nothing within single quotes means anything to a shell, but a single quote. */
function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ')
}
