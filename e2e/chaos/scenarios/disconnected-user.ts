import { type Answer, newCustomer } from '../customer.ts'
import { promiseRefusal } from './refusal.ts'
import type { Scenario } from './scenario.ts'

export const isDisconnected = ({ code }: Answer) => code === 'connection_missing'

/** A user disconnects through one process while calls go through all. */
export const disconnectedUser: Scenario = async (world) => {
  const servers = await world.servers()
  const customer = await newCustomer(world)
  await customer.connect(world.random.pick(servers))
  const takeAway = () => customer.disconnect(world.random.pick(servers))
  const lagMs = await promiseRefusal(world, customer, { takeAway, isRefused: isDisconnected })
  return `the last call that passed began ${lagMs} ms after the disconnect`
}
