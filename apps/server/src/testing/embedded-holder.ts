/**
 * A process that holds the embedded database of the folder in its first argument: prints one JSON line when it runs and
 * stops it when its standard input ends. Deaf to SIGINT, as a server that still has requests in flight.
 */
import { startEmbedded } from '../database/embedded.ts'
import { createLog } from '../log.ts'

process.on('SIGINT', () => {})
const embedded = await startEmbedded({
  dataDir: process.argv[2] ?? '',
  log: createLog({ level: 'warn', pretty: true, destination: process.stderr }),
})
console.log(JSON.stringify({ connectionString: embedded.connectionString, isOwner: embedded.isOwner() }))
process.stdin.resume().on('end', () => embedded.stop())
