import type { Config } from './config.ts'
import type { Executor } from './database/open.ts'
import { serverSettings } from './database/schema.ts'

/** There is one row. */
const ID = 1

/** Leaves what a server was told where commands find it: they run in other shells. */
export async function leaveSettings(db: Executor, { publicUrl, outboundAllow }: Config): Promise<void> {
  const settings = { publicUrl, outboundAllow }
  await db
    .insert(serverSettings)
    .values({ id: ID, ...settings })
    .onConflictDoUpdate({ target: serverSettings.id, set: settings })
}

/** A command's settings: what it was not told is as the server has it that started last. */
export async function withServerSettings(db: Executor, config: Config): Promise<Config> {
  const [server] = await db.select().from(serverSettings)
  if (!server) return config
  const { publicUrl, outboundAllow } = server
  return {
    ...config,
    ...(config.isPublicUrlGuessed && { publicUrl, isPublicUrlGuessed: false }),
    ...(config.outboundAllow.length === 0 && { outboundAllow }),
  }
}
