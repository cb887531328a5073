import { nextAttemptAt, type WebhookEndpointId } from '@tenon/core'
import type { Project } from '../context.ts'

/** A slow endpoint holds a batch of the queue for as long as its answer takes. */
const MAX_OF_ENDPOINT = 2
/** Half of the queue's batches: the others are always there for other projects. */
const MAX_OF_PROJECT = 4
/** So many failures one after the other, and the endpoint is tried by one delivery at a time. */
const FAILING_AFTER = 5
/** Short enough that whoever has mended an endpoint soon hears of what waits. */
const PAUSE = { firstMs: 5_000, lastMs: 5 * 60_000 }
/** Never later than the deliveries' own backoff after as many failures. */
const EARLIEST = 1
const BUSY_MS = 1_000
/** As long as the one attempt at a failing endpoint may take. */
const TRIAL_MS = 15_000

/** Lets attempts begin so that no endpoint and no project takes the place of the others. Each process has one. */
export interface Gate {
  /**
   * @param isAskedFor somebody wants to know now whether the endpoint works: its pause does not count
   * @returns a leave to attempt, or until when the delivery has to wait
   */
  enter: (endpoint: Entrant, now: Date, isAskedFor?: boolean) => Pass | Date
}

interface Entrant {
  id: WebhookEndpointId
  projectId: Project['id']
  /** An endpoint that has moved begins anew. */
  url: string
}

export interface Pass {
  /** Must be called once, when the attempt is over. */
  leave: (isDelivered: boolean, now: Date) => void
}

interface EndpointState {
  underWay: number
  /** One after the other. */
  failures: number
  pausedUntil: Date
}

export function createGate(random: () => number = Math.random): Gate {
  const endpoints = new Map<string, EndpointState>()
  const projects = new Map<string, number>()

  const after = (now: Date, ms: number) => new Date(now.getTime() + Math.round(ms * (1 + random())))

  return {
    enter({ id, projectId, url }, now, isAskedFor = false) {
      const key = `${id} ${url}`
      const state = endpoints.get(key) ?? { underWay: 0, failures: 0, pausedUntil: new Date(0) }
      if (state.pausedUntil > now && !isAskedFor) return state.pausedUntil
      const isFailing = state.failures >= FAILING_AFTER
      if (isFailing && state.underWay > 0) return after(now, TRIAL_MS)
      const ofProject = projects.get(projectId) ?? 0
      if (state.underWay >= MAX_OF_ENDPOINT || ofProject >= MAX_OF_PROJECT) return after(now, BUSY_MS)
      endpoints.set(key, state)
      state.underWay += 1
      projects.set(projectId, ofProject + 1)
      return {
        leave(isDelivered, now) {
          state.underWay -= 1
          state.failures = isDelivered ? 0 : state.failures + 1
          state.pausedUntil = pauseAfter(state.failures, now)
          if (state.underWay === 0 && state.failures === 0) endpoints.delete(key)
          const left = (projects.get(projectId) ?? 1) - 1
          if (left === 0) projects.delete(projectId)
          else projects.set(projectId, left)
        },
      }
    },
  }
}

function pauseAfter(failures: number, now: Date): Date {
  return failures < FAILING_AFTER ? now : nextAttemptAt(PAUSE, failures, { now, random: EARLIEST })
}
