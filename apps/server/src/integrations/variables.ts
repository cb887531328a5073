import { AppError } from '@tenon/core'
import type { Provider } from '@tenon/providers'
import ipaddr from 'ipaddr.js'
import { type AllowedTarget, allowsAddress, allowsHost, parseAllowedTarget } from '../outbound/allow-list.ts'

type Variables = Readonly<Record<string, string>>

/** Values of the page's variables, defaults filled in. */
export function withDefaults({ variables }: Pick<Provider, 'variables'>, values: Variables): Variables {
  const defaults = Object.fromEntries(variables.map((variable) => [variable.name, variable.default]))
  return { ...defaults, ...values }
}

/**
 * Variables stand in the addresses that users' credentials are sent to: whoever holds an API key of the team must not be
 * able to lead them elsewhere. Hence only names that the page declares, only values that it lists, and an `origin`, such
 * as the sandbox has, only where the operator allows it.
 *
 * @param values the team's, without defaults
 * @param outboundAllow as in the settings
 * @throws AppError `invalid_request`
 */
export function checkVariables(
  provider: Pick<Provider, 'name' | 'variables'>,
  values: Variables,
  outboundAllow: readonly string[],
): void {
  const known = provider.variables.map(({ name }) => name)
  const unknown = Object.keys(values).find((name) => !known.includes(name))
  if (unknown !== undefined) {
    throw refused(`${provider.name} has no variable "${unknown}"; it has ${known.join(', ') || 'none'}`)
  }
  const allowed = outboundAllow.map(parseAllowedTarget)
  for (const { name, options, default: fallback } of provider.variables) {
    const value = values[name] ?? fallback
    if (options && !options.some((option) => option.value === value)) {
      const offered = options.map((option) => option.value).join(', ')
      throw refused(`The variable "${name}" of ${provider.name} must be one of ${offered}`)
    }
    if (name === 'origin' && !isAllowedOrigin(value, allowed)) {
      throw refused(
        `${provider.name} at "${value}" is not among the hosts that the operator allows: ` +
          'it is for the demo, or for a server with TENON_OUTBOUND_ALLOW=host:port',
      )
    }
  }
}

function isAllowedOrigin(value: string, allowed: readonly AllowedTarget[]): boolean {
  const url = URL.parse(value)
  if (!url || url.origin !== value || !/^https?:$/.test(url.protocol)) return false
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  const address = host === 'localhost' ? '127.0.0.1' : host
  return (
    allowsHost(allowed, host, port) ||
    (ipaddr.isValid(address) && allowsAddress(allowed, ipaddr.parse(address), port))
  )
}

function refused(problem: string): AppError {
  return new AppError('invalid_request', problem)
}
