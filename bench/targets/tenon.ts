import { type StartTarget, startServer } from './target.ts'

/** Tenon. The one place that knows how it is started and what its calls look like. */
export const tenon: StartTarget = async (upstream, core) => {
  const { origin, pid, close } = await startServer('tenon-host.ts', [upstream], core)
  return { name: 'tenon', baseUrl: `${origin}/`, headers: {}, pid, close }
}
