import { type ParseArgsConfig, parseArgs } from 'node:util'

/** Where a command reads from and writes to: the process's own, or a test's. */
export interface Terminal {
  env: Record<string, string | undefined>
  out: (text: string) => void
  err: (text: string) => void
  /** Asks without showing what is typed. Absent where nobody can be asked. */
  askSecret: ((question: string) => Promise<string>) | undefined
  /** All of standard input. */
  readInput: () => Promise<string>
}

/** What a command has to say: for people, and with `--json` for programs. */
interface Answer {
  lines: string[]
  json: unknown
  /** It did what it could, and not all of it: exit code 1. */
  isFailure?: boolean
}

export interface Command {
  summary: string
  help: string
  /** @throws UsageError */
  run: (args: string[], terminal: Terminal) => Promise<{ answer: Answer; isJson: boolean } | 'help'>
}

/** The command was not written as it must be: exit code 2. */
export class UsageError extends Error {}

type Options = Record<
  string,
  { type: 'string' | 'boolean'; short?: string; multiple?: boolean; help: string }
>
type Parsed<O extends Options> = ReturnType<typeof parseArgs<{ options: O; allowPositionals: true }>>

interface CommandSpec<O extends Options> {
  summary: string
  /** After the command's own name: `--project ID KEY`. */
  usage: string
  options: O
  /** Whole lines for a shell: some put a variable or a pipe before `npx tenon`. */
  examples: string[]
  run: (input: Pick<Parsed<O>, 'values' | 'positionals'>, terminal: Terminal) => Promise<Answer>
}

const common = {
  json: { type: 'boolean', help: 'answer in JSON' },
  help: { type: 'boolean', short: 'h', help: 'show this' },
} as const

export function defineCommand<const O extends Options>(name: string, spec: CommandSpec<O>): Command {
  const options = { ...spec.options, ...common }
  return {
    summary: spec.summary,
    help: [
      `${spec.summary}.\n`,
      `Usage: npx tenon ${name} ${spec.usage}\n`,
      'Options:',
      ...columns(Object.entries(options).map(([option, { help }]) => [`  --${option}`, help])),
      '\nExamples:',
      ...spec.examples.map((example) => `  ${example}`),
    ].join('\n'),
    async run(args, terminal) {
      const parsed = parse(args, options)
      if (parsed.values.help) return 'help'
      const answer = await spec.run(parsed as unknown as Parsed<O>, terminal)
      return { answer, isJson: parsed.values.json === true }
    },
  }
}

function parse(args: string[], options: NonNullable<ParseArgsConfig['options']>) {
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new UsageError(error.message.split('. ')[0], { cause: error })
  }
}

/** @throws UsageError when the option was left out */
export function required(value: string | undefined, name: string): string {
  if (value) return value
  throw new UsageError(`${name} is missing`)
}

/** Rows of text, each column as wide as its widest cell. */
export function columns(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** A list with a heading, or a sentence when it is empty. */
export function table(heading: string[], rows: string[][], whenEmpty: string): string[] {
  return rows.length > 0 ? columns([heading, ...rows]) : [whenEmpty]
}
