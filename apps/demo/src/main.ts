import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describeFileError } from '../../server/src/file-error.ts'
import { checkPorts } from './ports.ts'
import { provisionDocument } from './provision.ts'
import { sampleAccounts } from './sandbox/accounts.ts'
import { openSecrets } from './secrets.ts'
import { readSettings, SettingsError } from './settings.ts'
import { ServerExit, startTenonServer, type TenonServer } from './tenon-server.ts'
import { welcome } from './welcome.ts'

/** What `npm start` runs: Tenon in a process of its own, the sandbox provider and Taskboard in this one. */

/** One for each part, in the order they were started. */
const stops: (() => Promise<void>)[] = []
let isStopping = false

// A terminal that was closed: nothing is said then, but everything is stopped in its order.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // Asked for the second time: whatever hangs is left behind.
    if (isStopping) process.exit(1)
    console.log('\n  Stopping … (Ctrl-C again: at once)')
    end(0)
  })
}

try {
  const server = await start()
  server.exited.then(fail)
} catch (error) {
  fail(error)
}

async function start(): Promise<TenonServer> {
  const settings = readSettings(process.env, process.cwd())
  const { serverPort, taskboardPort, sandboxPort, publicUrl, folder, outboundAllow } = settings
  await checkPorts({ PORT: serverPort, TASKBOARD_PORT: taskboardPort, SANDBOX_PORT: sandboxPort })

  const secrets = openSecrets(folder)
  const taskboardOrigin = `http://localhost:${taskboardPort}`
  const sandboxOrigin = `http://localhost:${sandboxPort}`
  const provisionFile = join(folder, 'provision.json')
  const provision = provisionDocument({ secrets, taskboardOrigin, sandboxOrigin })
  writeFileSync(provisionFile, JSON.stringify(provision, undefined, 2), { mode: 0o600 })

  const logFile = join(folder, 'server.log')
  const env = { ...process.env, TENON_PROVISION: provisionFile, TENON_OUTBOUND_ALLOW: outboundAllow }
  const server = startTenonServer({ env: { ...env, PORT: String(serverPort) }, port: serverPort, logFile })
  stops.push(server.stop)

  // Loading these takes a while, which the server's start takes too.
  const [{ startSandbox }, { startTaskboard }] = await Promise.all([
    import('./sandbox/server.ts'),
    import('./taskboard/server.ts'),
  ])
  const sandbox = await startSandbox({
    port: sandboxPort,
    client: {
      id: secrets.clientId,
      secret: secrets.clientSecret,
      name: 'Taskboard',
      redirectUri: `${publicUrl}/oauth`,
    },
    tokenFile: join(folder, 'sandbox-tokens.json'),
    contactFile: join(folder, 'sandbox-contacts.json'),
  })
  stops.push(sandbox.stop)
  // First Tenon: a page that is opened before it answers would begin with a call that fails.
  const remarks = await server.ready
  const taskboard = await startTaskboard({
    port: taskboardPort,
    tenon: { host: publicUrl, projectId: secrets.projectId, signingKey: secrets.signingKey },
    sandbox: { origin: sandbox.origin, sampleApiKey: sampleAccounts.apiKey.apiKey },
  })
  stops.push(taskboard.stop)

  if (remarks) console.error(remarks)
  console.log(
    welcome({
      // Counted from when this process began, loading included.
      startedInMs: performance.now(),
      taskboardOrigin: taskboard.origin,
      publicUrl,
      projectId: secrets.projectId,
      logFile: shorter(logFile, relative(process.cwd(), logFile)),
      apiKeyAccount: sampleAccounts.apiKey,
      oauthAccount: sampleAccounts.oauth,
    }),
  )
  return server
}

/** A path from here where that is the plainer one. */
function shorter(absolute: string, fromHere: string): string {
  return fromHere.startsWith('..') ? absolute : fromHere
}

function fail(error: unknown): void {
  if (isStopping) return
  const isForeseen = error instanceof SettingsError || error instanceof ServerExit
  console.error(isForeseen ? error.message : (describeFileError(error) ?? error))
  end(error instanceof ServerExit && error.exitCode > 0 ? error.exitCode : 1)
}

async function end(exitCode: number): Promise<void> {
  isStopping = true
  for (const stop of stops.reverse()) await stop().catch(console.error)
  process.exit(exitCode)
}
