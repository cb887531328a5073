import { createServer } from 'node:net'
import { SettingsError } from './settings.ts'

/**
 * Makes sure that the ports are free before anything starts: else another program's answer could be taken for ours.
 *
 * @param ports by the name of the setting that moves them
 * @throws SettingsError naming the setting
 */
export async function checkPorts(ports: Record<string, number>): Promise<void> {
  for (const [setting, port] of Object.entries(ports)) {
    if (!(await isFree(port))) {
      throw new SettingsError(`Port ${port} is taken: stop what uses it, or set ${setting} to another one`)
    }
  }
}

function isFree(port: number): Promise<boolean> {
  const probe = createServer()
  return new Promise((resolve) => {
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
