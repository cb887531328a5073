import { createPrivateKey } from 'node:crypto'
import { newCustomer } from '../customer.ts'
import type { ServerProcess } from '../server-process.ts'
import type { World } from '../world.ts'
import { promiseRefusal } from './refusal.ts'
import type { Scenario } from './scenario.ts'

/** A signing key is revoked through one process while tokens that it signed are used at all. */
export const revokedKey: Scenario = async (world) => {
  const servers = await world.servers()
  const made = await team<{ id: string; privateKey: string }>(world, servers[0], 'signing-keys/generate', {
    name: 'to be revoked',
  })
  const customer = await newCustomer(world, { privateKey: createPrivateKey(made.privateKey) })
  await customer.connect(world.random.pick(servers))
  const lagMs = await promiseRefusal(world, customer, {
    takeAway: () => team(world, world.random.pick(servers), `signing-keys/${made.id}/revoke`),
    isRefused: ({ status, code }) => status === 401 && code === 'unauthenticated',
  })
  return `the last call that passed began ${lagMs} ms after the revocation`
}

async function team<Json>(
  { project }: World,
  { origin }: ServerProcess,
  path: string,
  body: object = {},
): Promise<Json> {
  const response = await fetch(`${origin}/api/v1/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${project.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${response.status} from ${path}: ${await response.text()}`)
  return (await response.json()) as Json
}
