import { type StartTarget, startServer } from './target.ts'

/** A bare @fastify/reply-from: see `servers/bare.ts`. */
export const bare: StartTarget = async (upstream, core) => {
  const { origin, pid, close } = await startServer('bare.ts', [upstream], core)
  return { name: 'bare', baseUrl: `${origin}/api/v1/`, headers: {}, pid, close }
}
