/**
 * One readable line, with an error's stack below it:
 *
 *     12:04:31 warn  a database connection was lost  code=57P01
 *
 * @param line what pino writes: one JSON object
 */
export function prettyLine(line: string): string {
  const { time, level, msg = '', err, ...fields } = JSON.parse(line) as PinoLine
  const pairs = Object.entries(fields).map(([name, value]) => `${name}=${value}`)
  const head = [time.slice(11, 19), level.padEnd(5), msg].join(' ')
  return `${[head, ...pairs].join('  ')}\n${err ? indent(describe(err)) : ''}`
}

interface PinoLine {
  time: string
  level: string
  msg?: string
  err?: LoggedError
  [field: string]: unknown
}

interface LoggedError {
  type: string
  code?: string | number
  message?: string
  stack?: string
  cause?: LoggedError
}

function describe({ type, code, message = '', stack = '', cause }: LoggedError): string {
  const head = `${type}${code === undefined ? '' : ` ${code}`}: ${message}`
  return [head, stack, cause && `caused by ${describe(cause)}`].filter(Boolean).join('\n')
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ').concat('\n')
}
