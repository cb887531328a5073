import { describe, expect, it, vi } from 'vitest'
import { prepareSources } from './data-sources.ts'

const input = (key: string) => ({ id: key, key, type: 'CUSTOM_DROPDOWN', title: key })
const config = {
  description: 'd',
  sharedMeta: { inputs: [input('list'), input('loader'), input('other')] },
  workflowMeta: { w1: { id: 'w1', inputs: [input('list')] } },
}
const page = { options: [{ label: 'A', value: 'a' }], nextPageCursor: null }

describe('prepareSources', () => {
  it('writes lists into the inputs that name them, each value once', () => {
    const list = [
      { label: 'A', value: 'a' },
      { label: 'A again', value: 'a' },
    ]
    const { config: filled } = prepareSources(config, { dropdowns: { list } })
    const expected = expect.objectContaining({ customDropdownOptions: [{ label: 'A again', value: 'a' }] })
    expect(filled.sharedMeta?.inputs?.[0]).toEqual(expected)
    expect(filled.workflowMeta?.w1?.inputs[0]).toEqual(expected)
    expect(filled.sharedMeta?.inputs?.[2]).toBe(config.sharedMeta.inputs[2])
    expect(filled.description).toBe('d')
  })

  it('keeps functions here and calls them by key', async () => {
    const loadOptions = vi.fn(async () => page)
    const sources = prepareSources(config, { dropdowns: { loader: { loadOptions, refreshOnOpen: true } } })
    expect(sources.config.sharedMeta?.inputs?.[1]).toMatchObject({
      customDropdownOptions: [],
      refreshOnOpen: true,
    })
    expect(await sources.loadOptions('loader', 'cursor', 'search')).toBe(page)
    expect(loadOptions).toHaveBeenCalledWith('cursor', 'search')
    await expect(sources.loadOptions('other')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('sends the portal only what can be sent', async () => {
    const get = vi.fn(async () => page)
    const applicationFields = { fields: [{ label: 'Name', value: 'name' }], userCanCreateFields: true }
    const Contact = { objectTypes: { get }, integrationFields: { get }, applicationFields }
    const sources = prepareSources({}, { mapObjectFields: { Contact, Plain: [] } })
    expect(structuredClone(sources.mapObjectFields)).toEqual({
      Contact: { ...applicationFields, useBYOFieldMappingOption: true },
      Plain: [],
    })
    await sources.loadFields('objectTypes', 'Contact', { search: 's' })
    expect(get).toHaveBeenLastCalledWith(undefined, 's')
    await sources.loadFields('integrationFields', 'Contact', { objectType: 'Lead', cursor: 'c' })
    expect(get).toHaveBeenLastCalledWith({ objectType: 'Lead' }, 'c', undefined)
    await expect(sources.loadFields('integrationFields', 'Contact')).rejects.toThrow(TypeError)
    await expect(sources.loadFields('objectTypes', 'Plain')).rejects.toMatchObject({ code: 'not_found' })
  })
})
