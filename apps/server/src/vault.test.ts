import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createVault, VaultError } from './vault.ts'

const PLACE = { table: 'connection', column: 'credential', rowId: '0190163d-8694-739b-aea5-966c26f8ad91' }
const newKey = (id: string) => ({ id, bytes: randomBytes(32) })

function codeOf(act: () => unknown): string | undefined {
  try {
    act()
  } catch (error) {
    if (error instanceof VaultError) return error.code
    throw error
  }
  return undefined
}

test('opens what it sealed', () => {
  const vault = createVault([newKey('a')])
  expect(vault.openText(vault.seal('geheim ✓', PLACE), PLACE)).toBe('geheim ✓')
  expect(vault.open(vault.seal(new Uint8Array([0, 255]), PLACE), PLACE)).toEqual(Buffer.from([0, 255]))
  expect(vault.openText(vault.seal('', PLACE), PLACE)).toBe('')
})

test('never seals to the same bytes twice', () => {
  const vault = createVault([newKey('a')])
  expect(vault.seal('same', PLACE)).not.toEqual(vault.seal('same', PLACE))
})

const elsewhere = {
  'another table': { ...PLACE, table: 'keyvault_entry' },
  'another column': { ...PLACE, column: 'refresh_token' },
  'another row': { ...PLACE, rowId: '0190163d-8694-739b-aea5-966c26f8ad92' },
  'names cut elsewhere': { ...PLACE, table: 'connectionc', column: 'redential' },
}

for (const [name, place] of Object.entries(elsewhere)) {
  test(`does not open in ${name}`, () => {
    const vault = createVault([newKey('a')])
    expect(codeOf(() => vault.open(vault.seal('secret', PLACE), place))).toBe('damaged')
  })
}

test('does not open with any byte changed', () => {
  const vault = createVault([newKey('a')])
  const sealed = vault.seal('secret', PLACE)
  for (const index of sealed.keys()) {
    const changed = Buffer.from(sealed)
    changed[index] = (changed[index] ?? 0) ^ 1
    expect(
      codeOf(() => vault.open(changed, PLACE)),
      `byte ${index}`,
    ).toMatch(/^(damaged|unknown_key)$/)
  }
})

test('does not open cut short', () => {
  const vault = createVault([newKey('a')])
  const sealed = vault.seal('secret', PLACE)
  for (let length = 0; length < sealed.length; length++) {
    expect(
      codeOf(() => vault.open(sealed.subarray(0, length), PLACE)),
      `${length} bytes`,
    ).toBe('damaged')
  }
})

test('seals with the first key and opens with all', () => {
  const [old, next] = [newKey('2025'), newKey('2026')]
  const before = createVault([old])
  const sealed = before.seal('secret', PLACE)
  const after = createVault([next, old])
  expect(after.openText(sealed, PLACE)).toBe('secret')
  expect(after.isSealedWithFirstKey(sealed)).toBe(false)
  expect(after.isSealedWithFirstKey(after.seal('secret', PLACE))).toBe(true)
})

test("a missing key is the operator's error and is named", () => {
  const sealed = createVault([newKey('2025')]).seal('secret', PLACE)
  expect(() => createVault([newKey('2026')]).open(sealed, PLACE)).toThrow(
    'TENON_ENCRYPTION_KEY lacks the key "2025"',
  )
})

test('another key under the same id does not open it', () => {
  const sealed = createVault([newKey('a')]).seal('secret', PLACE)
  expect(codeOf(() => createVault([newKey('a')]).open(sealed, PLACE))).toBe('damaged')
})

test('the format is version 1 for ever', () => {
  const key = { id: 'k', bytes: Buffer.alloc(32, 7) }
  const sealed = Buffer.from(VECTOR, 'hex')
  expect(createVault([key]).openText(sealed, { table: 't', column: 'c', rowId: 'r' })).toBe('secret')
})

/** Sealed once by version 1; databases hold such values. */
const VECTOR = '01016b499dedcf74d1ba7a3f1db66239e8454cc43ce29cab0bd89c5139022e6edb675f061c'
