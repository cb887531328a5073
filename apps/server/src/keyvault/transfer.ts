import { AppError } from '@tenon/core'
import { z } from 'zod'
import type { ProjectContext } from '../context.ts'
import { requireReveal } from '../projects/api-keys.ts'
import { type FileEntry, KeyvaultFile, openFile, Passphrase, sealFile } from './file.ts'
import { listEntries, note, setEntry } from './keyvault.ts'
import { openValue } from './sealed.ts'
import * as store from './store.ts'

export const ExportInput = z.object({ passphrase: Passphrase })

export const ImportInput = z.object({
  passphrase: Passphrase,
  file: KeyvaultFile,
  onConflict: z
    .enum(['skip', 'replace'])
    .default('skip')
    .describe('what to do with an entry whose name is there already'),
})

export const ImportedRow = z.object({
  name: z.string(),
  outcome: z.enum(['created', 'replaced', 'skipped', 'failed']),
  reason: z.string().nullable().describe('why it was skipped or failed'),
})
export type ImportedRow = z.infer<typeof ImportedRow>

/**
 * The whole keyvault of the project under a passphrase. For whoever may be shown secrets, and in the audit trail.
 *
 * @param hand gives it to whoever asked: when that fails nothing was exported
 * @throws AppError `forbidden`
 */
export async function exportKeyvault(
  ctx: ProjectContext,
  input: z.input<typeof ExportInput>,
  hand: (file: KeyvaultFile) => Promise<void> = async () => {},
): Promise<KeyvaultFile> {
  const { passphrase } = ExportInput.parse(input)
  await requireReveal(ctx)
  const rows = await store.listRows(ctx)
  const entries = rows.map((row) => {
    const { name, kind, description, clientId } = row
    return { name, kind, description, clientId, value: openValue(ctx, row) ?? null }
  })
  const file = await sealFile(entries, passphrase, ctx.now())
  await ctx.db.transaction(async (tx) => {
    await note({ ...ctx, db: tx }, 'keyvault.exported', { count: entries.length })
    await hand(file)
  })
  return file
}

/**
 * Brings the entries of an exported keyvault into this project, sealed with its own keys. An entry whose name is there
 * already is skipped or replaced; one that cannot be taken does not stop the others.
 *
 * @throws AppError `invalid_request` for another passphrase
 */
export async function importKeyvault(
  ctx: ProjectContext,
  input: z.input<typeof ImportInput>,
): Promise<ImportedRow[]> {
  const { passphrase, file, onConflict } = ImportInput.parse(input)
  const entries = await openFile(file, passphrase)
  const present = new Set((await listEntries(ctx)).map(({ name }) => name))
  const rows: ImportedRow[] = []
  for (const entry of entries) {
    const isThere = present.has(entry.name)
    if (isThere && onConflict === 'skip') {
      rows.push({ name: entry.name, outcome: 'skipped', reason: 'the keyvault has an entry of this name' })
    } else rows.push(await take(ctx, entry, isThere ? 'replaced' : 'created'))
  }
  const count = rows.filter(({ outcome }) => outcome === 'created' || outcome === 'replaced').length
  await note(ctx, 'keyvault.imported', { count })
  return rows
}

async function take(
  ctx: ProjectContext,
  { name, kind, description, clientId, value }: FileEntry,
  outcome: 'created' | 'replaced',
): Promise<ImportedRow> {
  try {
    await setEntry(
      ctx,
      { name, kind, description, ...(clientId && { clientId }), ...(value && { value }) },
      true,
    )
    return { name, outcome, reason: null }
  } catch (error) {
    if (error instanceof AppError) return { name, outcome: 'failed', reason: error.message }
    throw error
  }
}
