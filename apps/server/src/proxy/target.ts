/** The parts of a proxied call's address. */
export interface ProxyTarget {
  projectId: string
  /** Slug or id. */
  integration: string
  /** What follows, byte for byte. */
  pathAndQuery: string
}

/** `custom/{integrationId}` is the older form for custom integrations. */
const TARGET = /^\/projects\/([^/?]+)\/sdk\/proxy\/(?:custom\/)?([^/?]+)\/?(.*)$/s

/** @returns `undefined` for an address that is not that of a proxied call */
export function readProxyTarget(url: string): ProxyTarget | undefined {
  const match = TARGET.exec(url)
  if (!match) return undefined
  const [, projectId = '', integration = '', pathAndQuery = ''] = match
  return { projectId, integration, pathAndQuery }
}
