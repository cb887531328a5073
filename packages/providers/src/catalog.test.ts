import { readdirSync, readFileSync } from 'node:fs'
import { Input } from '@tenon/core'
import { describe, expect, it } from 'vitest'
import { findProvider, iconFile, Provider, providers } from './index.ts'
import { pageProblems } from './problems.ts'

/** What the names of secrets have in them, and what identifiers are called: a key’s id is no secret. */
const SECRET = /key|token|secret|password|service_account|certificate/
const IDENTIFIER = /(_s?id|consumer_key)$|^trello\.key$|^netsuite\.token$/

describe.each([...providers])('%s', (id, page) => {
  it('is as the schema wants it', () => {
    expect(Provider.parse(page)).toEqual(page)
  })

  it('says nothing that cannot work', () => {
    expect(pageProblems(page)).toEqual([])
  })

  it('tells the user in words what each scope allows', () => {
    const scopes = page.auth.flatMap((auth) => (auth.type === 'oauth2' ? auth.scopes : []))
    expect(scopes.filter(({ description }) => !description)).toEqual([])
  })

  it('has an icon', () => {
    expect(readFileSync(iconFile(id), 'utf8')).toMatch(/^<svg /)
  })
})

describe('the catalog', () => {
  it('lists every page once, under the name of its file', () => {
    const files = readdirSync(new URL('.', import.meta.url))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .filter((file) => readFileSync(new URL(file, import.meta.url), 'utf8').includes('= defineProvider({'))
      .map((file) => file.slice(0, -'.ts'.length))
    expect([...providers.keys()]).toEqual(files.sort())
  })

  it('finds a provider by its id, and only so', () => {
    expect(findProvider('xero')?.name).toBe('Xero')
    expect(findProvider('Xero')).toBeUndefined()
    expect(findProvider('__proto__')).toBeUndefined()
  })

  it('names no file but the icons of its own providers', () => {
    expect(() => iconFile('../package')).toThrow(TypeError)
  })

  it('asks for secrets in fields that hide them', () => {
    const shown = [...providers.values()].flatMap(({ id, auth }) =>
      auth
        .flatMap(({ inputs }) => inputs.map((input) => Input.parse(input)))
        .filter(({ type }) => type !== 'PASSWORD')
        .map((input) => `${id}.${input.id}`),
    )
    expect(shown.filter((name) => SECRET.test(name) && !IDENTIFIER.test(name))).toEqual([])
  })

  it('hides something of whatever a user enters to be let in', () => {
    const open = [...providers.values()].flatMap(({ id, auth }) =>
      auth
        .filter(({ type }) => type === 'entered' || type === 'password' || type === 'two_step')
        .filter(({ inputs }) => !inputs.some(({ type }) => type === 'PASSWORD'))
        .map((kind) => `${id}: ${kind.id}`),
    )
    expect(open).toEqual([])
  })
})
