import type { FastifyRequest } from 'fastify'

/** The connection that a call names: its id, or `ext:<externalId>`. Absent: the user's default one. */
export function credentialSelector({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  return headerText(headers['x-paragon-credential'])
}

/** The configuration that a call names, likewise. */
export function configurationSelector({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  return headerText(headers['x-paragon-configuration-id'])
}

function headerText(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
