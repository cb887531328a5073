import type { Call } from './snippet.ts'
import { createStore } from './store.ts'

/** A call that was made, and how it went. */
export interface Activity {
  id: number
  title: string
  call: Call
  state: 'running' | 'done' | 'failed'
  /** The HTTP status, where one was seen. */
  status: number | undefined
  /** From call to answer, in milliseconds. */
  tookMs: number | undefined
}

const KEPT = 30

/** Newest first. */
export const activities = createStore<Activity[]>([])

let count = 0

/** Makes a call and shows it under "What just happened". Fails as the call fails. */
export async function track<T>(title: string, call: Call, make: () => Promise<T>): Promise<T> {
  const id = ++count
  const startedAt = performance.now()
  const put = (part: Pick<Activity, 'state' | 'status'>) => {
    const tookMs = part.state === 'running' ? undefined : performance.now() - startedAt
    const others = activities.get().filter((activity) => activity.id !== id)
    const entry = { id, title, call, tookMs, ...part }
    activities.set([...others, entry].sort((a, b) => b.id - a.id).slice(0, KEPT))
  }
  put({ state: 'running', status: undefined })
  try {
    const answer = await make()
    const response = answer instanceof Response ? answer : undefined
    put({ state: response?.ok === false ? 'failed' : 'done', status: response?.status })
    return answer
  } catch (error) {
    put({ state: 'failed', status: statusOf(error) })
    throw error
  }
}

function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status > 0
    ? error.status
    : undefined
}
