import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'

/** Listens on a free port of 127.0.0.1 and returns it. */
export async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** Tells the benchmark that started this process where to find it; ends the process together with the benchmark. */
export function announce(ports: Record<string, number>): void {
  process.send?.(ports)
  process.once('disconnect', () => process.exit())
}
