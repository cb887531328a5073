import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Terminal } from './command.ts'

/** The process's own. Only `config.ts` and this pass its environment on. */
export function processTerminal(): Terminal {
  return {
    env: process.env,
    out: (line) => console.log(line),
    err: (line) => console.error(line),
    askSecret: process.stdin.isTTY ? askSecret : undefined,
    readInput: () => text(process.stdin),
  }
}

/** The question goes to standard error, so that standard output can be redirected. What is typed is echoed nowhere. */
async function askSecret(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true })
  process.stderr.write(question)
  try {
    return await lines.question('')
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}
