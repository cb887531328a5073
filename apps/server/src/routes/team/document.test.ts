import { readFileSync } from 'node:fs'
import Fastify, { type RouteOptions } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Services } from '../../context.ts'
import { teamRoutes } from './index.ts'

/** `docs/team-api.md` has one section for each route, headed by verb and path. */
const text = readFileSync(new URL('../../../../../docs/team-api.md', import.meta.url), 'utf8')
const sections = new Map(
  text
    .split(/^(?=##)/m)
    .map((section) => [/^### `(\w+ \/api\/v1\/.*)`\n/.exec(section)?.[1], section] as const)
    .filter((entry): entry is [string, string] => entry[0] !== undefined),
)

let routes: Map<string, RouteOptions>
beforeAll(async () => {
  const app = Fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  const registered: RouteOptions[] = []
  app.addHook('onRoute', (route) => void (route.method !== 'HEAD' && registered.push(route)))
  // Only registered, never called: no part of the process is used.
  await app.register(teamRoutes({} as Services), { prefix: '/api/v1' })
  routes = new Map(registered.map((route) => [`${route.method} ${route.url}`, route]))
  await app.close()
})

describe('the document of the Team API', () => {
  test('has every route, and none that is not there', () => {
    expect([...sections.keys()].toSorted()).toEqual([...routes.keys()].toSorted())
  })

  test('names each field of what is sent and answered, and the status', () => {
    for (const [name, { schema }] of routes) {
      const section = sections.get(name) ?? ''
      const sent = [schema?.body, schema?.querystring].flatMap(fieldsOf)
      expect(unnamed(sent, section), name).toEqual([])
      const [[status, answer] = []] = Object.entries(schema?.response ?? {})
      expect(section, name).toContain(`Answers ${status}`)
      expect(section, name).toContain('Errors:')
      expect(unnamed(fieldsOf(answer), text), name).toEqual([])
    }
  })

  test('shows a call of each that the route takes', () => {
    for (const [name, section] of sections) {
      const [, verb = 'GET', path = '', json] =
        /^ {4}curl (?:-X (\w+) )?"\$TENON_API([^"?]*)[^"]*"[^']*(?:'(.*)')?/m.exec(section) ?? []
      const called = new RegExp(`^${name.replace(/:\w+/g, '[^/]+')}$`)
      expect(`${verb} /api/v1${path}`, name).toMatch(called)
      const body = routes.get(name)?.schema?.body as z.ZodType | undefined
      expect(json !== undefined, name).toBe(body !== undefined)
      if (body && json) expect(Object.keys(body.parse(JSON.parse(json)) as object), name).not.toEqual([])
    }
  })
})

function unnamed(fields: string[], where: string): string[] {
  return fields.filter((field) => !where.includes(`\`${field}\``))
}

/** Names of an object's fields, and of the items' where it is a list. */
function fieldsOf(schema: unknown): string[] {
  if (!(schema instanceof z.ZodObject)) return []
  const { items } = schema.shape
  const inner = items instanceof z.ZodArray ? fieldsOf(items.element) : []
  return [...Object.keys(schema.shape), ...inner]
}
