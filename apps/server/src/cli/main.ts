import { AppError } from '@tenon/core'
import { ZodError } from 'zod'
import manifest from '../../package.json' with { type: 'json' }
import { describeStartError } from '../start-error.ts'
import { apiKeyCommands } from './apikey.ts'
import { auditCommands } from './audit.ts'
import { type Command, columns, type Terminal, UsageError } from './command.ts'
import { connectionsCommands } from './connections.ts'
import { integrationCommands } from './integration.ts'
import { keyCommands } from './key.ts'
import { keysCommands } from './keys.ts'
import { keyvaultCommands } from './keyvault.ts'
import { projectCommands } from './project.ts'
import { providerCommands } from './provider.ts'
import { processTerminal } from './terminal.ts'
import { tokenCommands } from './token.ts'
import { userCommands } from './user.ts'
import { webhookCommands } from './webhook.ts'

const EXIT_OK = 0
const EXIT_FAILURE = 1
const EXIT_USAGE = 2

const commands: Record<string, Record<string, Command>> = {
  project: projectCommands,
  key: keyCommands,
  keys: keysCommands,
  apikey: apiKeyCommands,
  token: tokenCommands,
  provider: providerCommands,
  integration: integrationCommands,
  audit: auditCommands,
  webhook: webhookCommands,
  keyvault: keyvaultCommands,
  user: userCommands,
  connections: connectionsCommands,
}

/**
 * Runs one command.
 *
 * @param args after the program's name: `['key', 'create', '--name', 'CI']`
 * @returns the exit code: 0, 1 when it failed, 2 when it was not written as it must be
 */
export async function main(args: string[], terminal: Terminal = processTerminal()): Promise<number> {
  try {
    return await run(args, terminal)
  } catch (error) {
    terminal.err(`tenon: ${describe(error)}`)
    if (!(error instanceof UsageError)) return EXIT_FAILURE
    const [noun = '', verb = ''] = args
    terminal.err(`Try: npx tenon ${findCommand(noun, verb) ? `${noun} ${verb} ` : ''}--help`)
    return EXIT_USAGE
  }
}

async function run([noun = '', verb = '', ...args]: string[], terminal: Terminal): Promise<number> {
  if (noun === '--version' || noun === '-v') {
    terminal.out(manifest.version)
    return EXIT_OK
  }
  const command = findCommand(noun, verb)
  if (command) return runCommand(command, args, terminal)
  const verbs = ownValue(commands, noun)
  if (noun === '' || isHelp(noun)) terminal.out(helpOf(commands))
  else if (verbs && (verb === '' || isHelp(verb))) terminal.out(helpOf({ [noun]: verbs }))
  else throw new UsageError(`there is no command "${`${noun} ${verb}`.trim()}"`)
  return isHelp(noun) || isHelp(verb) ? EXIT_OK : EXIT_USAGE
}

async function runCommand(command: Command, args: string[], terminal: Terminal): Promise<number> {
  const result = await command.run(args, terminal)
  if (result === 'help') terminal.out(command.help)
  else if (result.isJson) terminal.out(JSON.stringify(result.answer.json, null, 2))
  else terminal.out(result.answer.lines.join('\n'))
  return result !== 'help' && result.answer.isFailure ? EXIT_FAILURE : EXIT_OK
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h' || word === 'help'
}

function findCommand(noun: string, verb: string): Command | undefined {
  const verbs = ownValue(commands, noun) ?? ownValue(commands, `${noun}s`) // `connection list` is clear enough
  return verbs && ownValue(verbs, verb)
}

function ownValue<T>(table: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

function helpOf(shown: typeof commands): string {
  const rows = Object.entries(shown).flatMap(([noun, verbs]) =>
    Object.entries(verbs).map(([verb, { summary }]) => [`  ${noun} ${verb}`, summary]),
  )
  return [
    'Usage: npx tenon COMMAND [options]\n',
    'Works on the database of DATABASE_URL, or the embedded one of TENON_DATA_DIR, running or not.\n',
    ...columns(rows),
    '\nnpx tenon COMMAND --help shows options and examples; --json answers in JSON.',
  ].join('\n')
}

function describe(error: unknown): string {
  if (error instanceof UsageError || error instanceof AppError) return error.message
  if (error instanceof ZodError) {
    return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
  }
  return describeFileError(error) ?? describeStartError(error)
}

/** Of the files that commands read and write. */
function describeFileError(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const { code, path } = error as NodeJS.ErrnoException
  const reasons: Record<string, string> = {
    ENOENT: 'it does not exist',
    EISDIR: 'it is a folder',
    EEXIST: 'it exists already',
  }
  const reason = code && reasons[code]
  return path && reason ? `Cannot use ${path}: ${reason}` : undefined
}
