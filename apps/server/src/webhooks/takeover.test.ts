import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { jobKinds } from '../queue/kinds.ts'
import { startFakeProvider } from '../testing/fake-provider.ts'
import { startLife } from '../testing/life.ts'
import { listDeliveries } from './deliveries.ts'
import { createEndpoint } from './endpoints.ts'

const PROCESS = fileURLToPath(new URL('../testing/queue-process.ts', import.meta.url))

/** pg-boss notices a death after 10 s, and looks every 2 s. */
const TAKEOVER_MS = 30_000

test('a process killed in the middle of a delivery loses none: another one delivers', {
  timeout: 2 * TAKEOVER_MS,
}, async () => {
  const life = await startLife()
  const receiver = await startFakeProvider()
  onTestFinished(() => life.close())
  onTestFinished(() => receiver.close())
  const { config } = life.server.services
  const doomed = spawn(process.execPath, [...process.execArgv, PROCESS], {
    env: {
      ...process.env,
      DATABASE_URL: config.databaseUrl,
      TENON_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
      TENON_OUTBOUND_ALLOW: `127.0.0.1:${receiver.port}`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void doomed.kill('SIGKILL'))
  expect(String(await once(doomed.stdout, 'data'))).toContain('working')

  await createEndpoint(life.server.ctx, { url: `${receiver.origin}/hook` })
  const held = receiver.hold('/hook')
  await life.connect()
  const first = await held.arrived
  doomed.kill('SIGKILL')
  expect(await first.answered).toBe(false)
  held.release()

  life.server.services.queue.start(life.server.services, jobKinds)
  const second = await receiver.next('/hook')
  expect(second.headers['webhook-id']).toBe(first.headers['webhook-id'])
  await vi.waitFor(
    async () => {
      const { items } = await listDeliveries(life.server.ctx, {})
      expect(items).toMatchObject([{ status: 'delivered', attempts: 1 }])
    },
    { timeout: TAKEOVER_MS },
  )
})
