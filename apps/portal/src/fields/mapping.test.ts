import { describe, expect, it } from 'vitest'
import { type HostFieldSet, hostFieldSet, mappingRows, withMapping } from './mapping.ts'

const fields = [
  { label: 'Task title', value: 'title' },
  { label: 'Due date', value: 'due' },
]

function fieldSet(raw: unknown): HostFieldSet {
  const set = hostFieldSet(raw)
  if (!set) throw new TypeError('no fields')
  return set
}

describe('the host page’s fields', () => {
  it('are a list, or an object with a list and what the user may do', () => {
    expect(fieldSet(fields)).toMatchObject({
      defaultFields: ['title', 'due'],
      mayRemove: false,
      mayCreate: false,
    })
    expect(
      fieldSet({
        fields,
        defaultFields: ['due'],
        userCanRemoveMappings: true,
        useBYOFieldMappingOption: true,
      }),
    ).toEqual({
      fields,
      defaultFields: ['due'],
      mayRemove: true,
      mayCreate: false,
      readsProvider: true,
    })
    expect(hostFieldSet({ objectTypes: {} })).toBeUndefined()
  })
})

describe('mapping', () => {
  const set = fieldSet({ fields, defaultFields: ['title'], userCanCreateFields: true })

  it('starts with the default fields, none of them mapped', () => {
    expect(mappingRows(set, {})).toEqual([
      { key: 'title', label: 'Task title', field: undefined, mayRemove: false },
    ])
  })

  it('keeps its order when a line is set, and stores what existing clients read', () => {
    const both = withMapping(set, withMapping(set, {}, 'due', 'close_date'), 'title', 'name')
    expect(both).toEqual({
      mappingType: 'DYNAMIC',
      dynamicMappings: {
        title: { applicationField: 'title', integrationField: 'name' },
        due: { applicationField: 'due', integrationField: 'close_date' },
      },
      userCreatedFields: [],
    })
  })

  it('lets the user add a field of their own and take just that one out again', () => {
    const added = withMapping(set, {}, 'Budget', undefined)
    expect(added.userCreatedFields).toEqual(['Budget'])
    expect(mappingRows(set, added).map(({ label, mayRemove }) => [label, mayRemove])).toEqual([
      ['Task title', false],
      ['Budget', true],
    ])
    const removed = withMapping(set, added, 'Budget', null)
    expect([Object.keys(removed.dynamicMappings ?? {}), removed.userCreatedFields]).toEqual([['title'], []])
  })
})
