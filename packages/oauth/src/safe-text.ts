import { createMask, MIN_PROTECTED_LENGTH, REDACTED, spellingsOf } from '@tenon/core'

/** Longest text of a provider that is kept: enough for two sentences, too little for a page of HTML. */
const MAX_LENGTH = 300
/** A run of characters long enough to be a piece of a token that a provider cut short ("eyJhbGciOi... is invalid"). */
const RUN = /[^\s"'`<>(),;:=]{8,}/g

/**
 * A provider's own words, fit for a log and for the user: one line, bounded, and without what was sent in confidence.
 * Some servers echo the code or token they refuse (Spring Security: "Invalid refresh token: 1a2b3c4d…"), whole or cut.
 */
export function safeText(text: string, secrets: readonly string[]): string {
  const line = withoutSecrets(text, secrets)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  const known = secrets.filter((secret) => secret.length >= MIN_PROTECTED_LENGTH)
  const spellings = known.flatMap(spellingsOf).map((spelling) => spelling.text)
  return createMask(known)
    .text(text)
    .replace(RUN, (run) => (isPieceOf(run, spellings) ? REDACTED : run))
}

function isPieceOf(run: string, spellings: readonly string[]): boolean {
  const piece = run.replace(/[.…*]+$/, '')
  return piece.length >= MIN_PROTECTED_LENGTH && spellings.some((spelling) => spelling.includes(piece))
}
