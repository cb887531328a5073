import { resolve } from 'node:path'

/** What the demo takes from the environment; the server reads the rest of it itself. */
export interface DemoSettings {
  serverPort: number
  taskboardPort: number
  sandboxPort: number
  /** Where browsers reach the server. */
  publicUrl: string
  /** Holds the demo's keys, its provisioning file and the server's log. */
  folder: string
  /** For the server's outbound guard: what the operator allows, and the sandbox. */
  outboundAllow: string
}

/** A setting that cannot be used; the message is one line that says what to set. */
export class SettingsError extends Error {}

export function readSettings(env: Record<string, string | undefined>, cwd: string): DemoSettings {
  const serverPort = readPort(env, 'PORT', 4400)
  const taskboardPort = readPort(env, 'TASKBOARD_PORT', 4401)
  const sandboxPort = readPort(env, 'SANDBOX_PORT', 4402)
  return {
    serverPort,
    taskboardPort,
    sandboxPort,
    publicUrl: env.TENON_PUBLIC_URL || `http://localhost:${serverPort}`,
    folder: resolve(cwd, env.TENON_DATA_DIR || '.tenon', 'demo'),
    outboundAllow: [env.TENON_OUTBOUND_ALLOW, `localhost:${sandboxPort}`, `127.0.0.1:${sandboxPort}`]
      .filter(Boolean)
      .join(','),
  }
}

function readPort(env: Record<string, string | undefined>, name: string, fallback: number): number {
  const text = env[name]?.trim() || String(fallback)
  const port = Number(text)
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new SettingsError(`${name} must be a port from 1 to 65535, for example ${fallback}`)
  }
  return port
}
