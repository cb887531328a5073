import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Services } from '../context.ts'
import type { Started } from '../releasers.ts'
import { newProject, startTestServices } from '../testing/services.ts'
import { getProjectAccess } from './access.ts'
import { createProject, getProject, listProjects, updateProject } from './projects.ts'

let started: Started<Services>
beforeAll(async () => {
  started = await startTestServices()
})
afterAll(() => started.release())

const conflict = (message: RegExp) =>
  expect.objectContaining({ code: 'conflict', message: expect.stringMatching(message) })

describe('a project', () => {
  test('belongs to a product, made with its first project', async () => {
    const services = started.value
    const product = `Product ${randomUUID()}`
    const [development, production] = await Promise.all(
      ['Development', 'Production'].map((name) => createProject(services, { product, name })),
    )
    expect(development?.productId).toBe(production?.productId)
    const names = (await listProjects(services)).filter(({ productName }) => productName === product)
    expect(names.map(({ name }) => name).sort()).toEqual(['Development', 'Production'])
  })

  test('has a name of its own in its product, and an id of its own everywhere', async () => {
    const services = started.value
    const { project } = await newProject(services)
    const product = project.productName
    const sameName = createProject(services, { product, name: project.name })
    await expect(sameName).rejects.toEqual(conflict(/has a project "Development" already/))
    const sameId = createProject(services, { product, name: 'Other', id: project.id })
    await expect(sameId).rejects.toEqual(conflict(/another project with the id/))
  })

  test('is found by its id in upper case too, and nothing else is found', async () => {
    const { project } = await newProject(started.value)
    expect(await getProject(started.value, project.id.toUpperCase())).toEqual(project)
    const notFound = expect.objectContaining({ code: 'not_found' })
    for (const id of [randomUUID(), 'x', '']) {
      await expect(getProject(started.value, id)).rejects.toEqual(notFound)
      await expect(getProjectAccess(started.value, id)).rejects.toEqual(notFound)
    }
  })

  test('changes only what it is told to', async () => {
    const ctx = await newProject(started.value)
    await updateProject(ctx, { allowedOrigins: ['https://app.example'] })
    const changed = await updateProject(
      { ...ctx, project: await getProject(ctx, ctx.project.id) },
      { wrapsRestAnswers: true },
    )
    expect(changed).toMatchObject({ allowedOrigins: ['https://app.example'], wrapsRestAnswers: true })
    expect(await getProject(ctx, ctx.project.id)).toEqual(changed)
    expect((await getProjectAccess(ctx, ctx.project.id)).project).toEqual(changed)
  })

  const badNames = ['', '  ', 'x'.repeat(101), 'a\0b', 'a\nb', '\ud800']
  test.each(badNames)('refuses the name %j', async (name) => {
    await expect(createProject(started.value, { product: 'Product', name })).rejects.toThrow()
  })
})
