import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Debian's, which has Debian's packages; another Python first in the path may not. */
const PYTHON = '/usr/bin/python3'
const SCRIPT = fileURLToPath(new URL('oauthlib-server.py', import.meta.url))

/** Whether the Debian package python3-oauthlib is there, and what it needs for RSA. */
export const hasOauthlib = spawnSync(PYTHON, ['-c', 'import oauthlib, jwt, cryptography']).status === 0

/** An OAuth 1.0a server that is not of our making, with one client. Whoever starts it closes it. */
export interface OauthlibServer {
  origin: string
  client: { id: string; secret: string }
  close: () => Promise<void>
}

/** @param rsaPublicKey PEM; checks RSA-SHA1 */
export async function startOauthlibServer(rsaPublicKey: string): Promise<OauthlibServer> {
  const env = { ...process.env, RSA_PUBLIC_KEY: rsaPublicKey }
  const child = spawn(PYTHON, [SCRIPT], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error('the oauthlib server did not start'))),
  ])
  return {
    origin: `http://127.0.0.1:${port}`,
    client: { id: 'consumer-key-of-ours-1', secret: 'consumer secret & more' },
    async close() {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  }
}
