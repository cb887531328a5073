/** Longest text of a provider that is kept: enough for two sentences, too little for a page of HTML. */
const MAX_LENGTH = 300
/** Shorter secrets would blank out ordinary words. */
const MIN_SECRET_LENGTH = 6
/** A run of characters long enough to be a piece of a token that a provider cut short ("eyJhbGciOi... is invalid"). */
const RUN = /[^\s"'`<>(),;:=]{8,}/g
const REDACTED = '[redacted]'

/**
 * A provider's own words, fit for a log and for the user: one line, bounded, and without what was sent in confidence.
 * Some servers echo the code or token they refuse (Spring Security: "Invalid refresh token: 1a2b3c4d…"), whole or cut.
 */
export function safeText(text: string, secrets: readonly string[]): string {
  const known = secrets.filter((secret) => secret.length >= MIN_SECRET_LENGTH)
  const line = withoutSecrets(text, known)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  const spellings = secrets.flatMap((secret) => [secret, encodeURIComponent(secret), formEncoded(secret)])
  const longestFirst = spellings.sort((a, b) => b.length - a.length)
  return longestFirst
    .reduce((redacted, spelling) => redacted.replaceAll(spelling, REDACTED), text)
    .replace(RUN, (run) => (isPieceOf(run, spellings) ? REDACTED : run))
}

function isPieceOf(run: string, secrets: readonly string[]): boolean {
  const piece = run.replace(/[.…*]+$/, '')
  return piece.length >= MIN_SECRET_LENGTH && secrets.some((secret) => secret.includes(piece))
}

function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice('='.length)
}
