import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { HELP, parseOptions } from './options.mjs'

const start = new URL('../start.mjs', import.meta.url).pathname
const run = (...parameters) => promisify(execFile)(process.execPath, [start, ...parameters])

test('the demo is left out on request', () => {
  expect(parseOptions([])).toEqual({ isHelp: false, withDemo: true })
  expect(parseOptions(['--no-demo'])).toEqual({ isHelp: false, withDemo: false })
})

test('--help prints the help and starts nothing', async () => {
  expect(await run('--no-demo', '--help')).toEqual({ stdout: HELP, stderr: '' })
})

test.each(['--nodemo', '--port=1', 'demo', ''])(
  '%j is refused in one line that names the options',
  async (word) => {
    const stderr = `There is no option "${word}": use --no-demo or --help\n`
    await expect(run(word)).rejects.toMatchObject({ code: 2, stdout: '', stderr })
  },
)

test('the help names every setting, those of the demo too', () => {
  const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
  const code = read('apps/server/src/config.ts') + read('apps/demo/src/settings.ts')
  const settings = new Set(code.match(/\b(TENON_[A-Z_]+|DATABASE_URL|[A-Z]+_PORT|PORT|HOST)\b(?=:|', 4)/g))
  expect(settings.size).toBeGreaterThan(15)
  expect([...settings].filter((name) => !new RegExp(`\\b${name}\\b`).test(HELP))).toEqual([])
})
