import type { StartTarget } from './target.ts'

/** No proxy at all: the most that this machine, load generator and upstream can do. */
export const direct: StartTarget = async (upstream) => ({
  name: 'direct',
  baseUrl: `${upstream}/api/v1/`,
  headers: {},
  pid: undefined,
  close: async () => {},
})
