import { AppError, readText, type ValueSource } from '@tenon/core'
import type { AuthKind } from '@tenon/providers'
import { matchesInTime } from '../connections/bounded-pattern.ts'
import type { AssemblyIo } from './io.ts'
import type { AssemblyState } from './state.ts'

type Asking = Pick<AssemblyIo, 'provider'>

/**
 * What the sources tell, by their names. What is not there is left out.
 *
 * @throws AppError `state_mismatch` or `upstream_refused` for a value that does not match its source's pattern
 */
export function readSources(
  sources: Readonly<Record<string, ValueSource>>,
  state: AssemblyState,
  asking: Asking,
): Record<string, string> {
  const found = Object.entries(sources).flatMap(([name, source]) => {
    const value = readKeepable(readers[source.from](source, state), source.path)
    if (value === undefined) return []
    if (!isTrusted(source, value)) throw untrusted(name, source, asking)
    return [[name, value] as const]
  })
  return Object.fromEntries(found)
}

/** A text as a column can hold it: PostgreSQL takes neither U+0000 nor, in JSON, half a surrogate pair. */
export function readKeepable(answer: unknown, path: string): string | undefined {
  return readText(answer, path)?.toWellFormed().replaceAll('\0', '\ufffd')
}

/** What a kind of authorisation reads of the callback: token URLs may be made of it (Zoho: the user's data centre). */
export function callbackSources({ metadata }: Pick<AuthKind, 'metadata'>): Record<string, ValueSource> {
  return Object.fromEntries(Object.entries(metadata).filter(([, { from }]) => from === 'callback'))
}

/** Whether a value may be kept: hosts that get a secret are made of some. */
export function isTrusted({ pattern }: Pick<ValueSource, 'pattern'>, value: string): boolean {
  return pattern === undefined || matchesInTime(value, pattern)
}

const readers: Record<ValueSource['from'], (source: ValueSource, state: AssemblyState) => unknown> = {
  input: (_, { inputs }) => inputs,
  callback: (_, { callback }) => callback,
  token: (_, { token }) => token?.raw,
  choice: (_, { choice }) => choice,
  answer: ({ answer = '' }, { answers }) => answers[answer]?.body,
}

/** The value itself is not quoted: it may have come with a link that somebody sent to the user. */
function untrusted(name: string, { from }: ValueSource, { provider }: Asking): AppError {
  const message = `${provider.name} sent a value for "${name}" that cannot be one of its own. Nothing was connected`
  return new AppError(from === 'callback' ? 'state_mismatch' : 'upstream_refused', message, {
    meta: { metadata: name },
  })
}
