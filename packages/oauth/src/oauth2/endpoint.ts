import { AppError, fillUrl, type TemplateValues } from '@tenon/core'

/**
 * A URL of a server's description with its values filled in. https, since secrets travel (RFC 6749 §3.1.2.1, §3.2);
 * plain http only within this machine.
 *
 * @throws AppError `invalid_request`
 */
export function endpointUrl(template: string, values: TemplateValues): URL {
  const filled = fillUrl(template, values)
  const url = URL.canParse(filled) ? new URL(filled) : undefined
  if (url && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))) return url
  throw new AppError('invalid_request', 'The address of an authorization server must begin with https://')
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname)
}
