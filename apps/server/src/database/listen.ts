import { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import type { Log } from '../log.ts'
import type { Executor } from './open.ts'

/** How often the connection proves that it still hears. */
const ROUND_TRIP_EVERY_MS = 250

/** Three round trips: one may be late without anybody noticing. */
const FRESH_FOR_MS = 750

/** A round trip unanswered for this long means that the connection is dead, whatever TCP says. */
const ROUND_TRIP_TIMEOUT_MS = 2_000

const CONNECT_TIMEOUT_MS = 5_000
const FIRST_RETRY_MS = 50
const LAST_RETRY_MS = 2_000

/** One dedicated connection that hears what is said with {@link notify}. */
export interface Listener {
  /**
   * Whether all that was committed up to 750 ms ago has been heard. While false, nothing that relies on having heard may
   * be trusted.
   */
  isFresh: () => boolean
  stop: () => Promise<void>
}

export interface ListenerOptions {
  /** Must reach PostgreSQL itself: a transaction pooler gives every statement another connection. */
  connectionString: string
  log: Log
  /** Called with each payload said on the channel, in the order of commits. */
  channels: Record<string, (payload: string) => void>
  /** Called when a lost connection is back, before `isFresh` can turn true again: what was said meanwhile is lost. */
  onReset: () => void
  /** Monotonic milliseconds. */
  now?: () => number
}

/** Says something to every listening process when the executor's transaction commits. Less than 8000 bytes. */
export async function notify(
  executor: Pick<Executor, 'execute'>,
  channel: string,
  payload: string,
): Promise<void> {
  await executor.execute(sql`select pg_notify(${channel}, ${payload})`)
}

/**
 * Listens, and is fresh, when it returns. Later losses are logged and repaired.
 *
 * @throws what `pg` throws when the first connection fails
 */
export async function startListener(options: ListenerOptions): Promise<Listener> {
  const { log, onReset, now = () => performance.now() } = options
  const stopping = new AbortController()
  let connection = await connect(options)
  /** When the last answered round trip began. */
  let heardAllUntil = Number.NEGATIVE_INFINITY
  await roundTrip()
  const supervision = supervise()

  async function roundTrip(): Promise<void> {
    const beganAt = now()
    await connection.roundTrip()
    heardAllUntil = beganAt
  }

  async function supervise(): Promise<void> {
    while (!stopping.signal.aborted) {
      const failure = await failureOf(roundTripsForever())
      connection.close()
      if (stopping.signal.aborted) return
      log.warn({ err: failure }, 'the listening connection was lost: caches are bypassed until it is back')
      await reconnect()
    }
  }

  async function roundTripsForever(): Promise<never> {
    const signal = AbortSignal.any([connection.lost, stopping.signal])
    for (;;) {
      await delay(ROUND_TRIP_EVERY_MS, undefined, { signal })
      await roundTrip()
    }
  }

  async function reconnect(): Promise<void> {
    for (
      let retryMs = FIRST_RETRY_MS;
      !stopping.signal.aborted;
      retryMs = Math.min(2 * retryMs, LAST_RETRY_MS)
    ) {
      try {
        connection = await connect(options)
        onReset()
        log.info('the listening connection is back')
        return
      } catch (error) {
        log.debug({ err: error }, 'the listening connection cannot be opened yet')
        await delay(retryMs, undefined, { signal: stopping.signal }).catch(() => {})
      }
    }
  }

  return {
    isFresh: () => now() - heardAllUntil <= FRESH_FOR_MS,
    async stop() {
      stopping.abort()
      connection.close()
      await supervision
      connection.close() // the one that was being opened meanwhile
    },
  }
}

interface Connection {
  /** Resolves when everything committed before the call has been handed to the channels. */
  roundTrip: () => Promise<void>
  /** Aborted when the connection ends; the reason says why. */
  lost: AbortSignal
  close: () => void
}

async function connect({ connectionString, channels }: ListenerOptions): Promise<Connection> {
  const socket = new Socket() // ours, so that a connection that no longer answers can be cut
  const client = new pg.Client({
    connectionString,
    stream: () => socket,
    application_name: 'tenon listener',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: ROUND_TRIP_TIMEOUT_MS,
    keepAlive: true,
  })
  const lost = new AbortController()
  client.on('error', (error) => lost.abort(error))
  client.on('end', () => lost.abort(new Error('PostgreSQL closed the connection')))
  client.on('notification', ({ channel, payload = '' }) => channels[channel]?.(payload))

  /** The server process behind this connection: another one would not be listening. */
  async function backendPid(): Promise<number> {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    return rows[0]?.pid ?? 0
  }

  try {
    await client.connect()
    const pid = await backendPid()
    for (const channel of Object.keys(channels))
      await client.query(`listen ${client.escapeIdentifier(channel)}`)
    return {
      async roundTrip() {
        if ((await backendPid()) !== pid) throw new Error('the database URL leads to a transaction pooler')
      },
      lost: lost.signal,
      close: () => socket.destroy(),
    }
  } catch (error) {
    socket.destroy()
    throw error
  }
}

function failureOf(promise: Promise<never>): Promise<unknown> {
  return promise.catch((error: unknown) => (error instanceof Error ? (error.cause ?? error) : error))
}
