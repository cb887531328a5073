import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import type { Services } from './context.ts'
import type { Log } from './log.ts'
import { provision } from './projects/provision.ts'
import { jobKinds } from './queue/kinds.ts'
import type { OnRelease } from './releasers.ts'
import { leaveSettings } from './server-settings.ts'
import { startServices } from './services.ts'

/** While we stop: how often connections are closed on which no request goes on any more. */
const SWEEP_EVERY_MS = 50

export interface Server {
  services: Services
  port: number
}

/** Starts everything and listens. Stopping finishes requests in flight, within the time the operator allows. */
export async function startServer(config: Config, log: Log, onRelease: OnRelease): Promise<Server> {
  await checkAddress(config)
  const services = await startServices(config, log, onRelease)
  await leaveSettings(services.db, config)
  if (config.provisionFile) await provision(services, config.provisionFile)
  const app = await buildApp(services)
  onRelease(() => services.queue.stop())
  onRelease(async () => {
    // Node closes idle connections once, when closing begins: those of requests in flight become idle later.
    const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_EVERY_MS)
    const cut = setTimeout(() => app.server.closeAllConnections(), config.shutdownTimeoutMs)
    await app.close()
    clearInterval(sweep)
    clearTimeout(cut)
  })
  await app.listen({ port: config.port, host: config.host })
  services.queue.start(services, jobKinds) // goes on behind what is ready now
  onRelease(() => void services.queue.stop()) // begins with the drain, and is waited for after it
  const { port } = app.server.address() as AddressInfo
  return { services, port }
}

/** A taken port is said before a database has been started for nothing. @throws EADDRINUSE and the like */
async function checkAddress({ port, host }: Config): Promise<void> {
  const probe = createServer().listen(port, host)
  await once(probe, 'listening')
  probe.close()
  await once(probe, 'close')
}
