import { AppError, fill, fillUrl, type OAuth2Server, type TemplateValues } from '@tenon/core'

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

/** The `redirect_uri` to send: ours, unless the server knows it by another text (eBay: the RuName). */
export function redirectUriAt(
  { redirectUri }: Pick<OAuth2Server, 'redirectUri'>,
  values: TemplateValues,
  ours: string,
): string {
  return redirectUri === undefined ? ours : fill(redirectUri, values)
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname)
}
