/** At most this share of the letters may differ, or the suggestion would be about something else. */
const MAX_DIFFERENT_SHARE = 0.4

/** Which of the known words was probably meant: `slak` → `slack`. The case of letters does not matter. */
export function closest(word: string, known: Iterable<string>): string | undefined {
  const near = [...known]
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= candidate.length * MAX_DIFFERENT_SHARE)
    .toSorted((one, other) => one.distance - other.distance)
  return near[0]?.candidate
}

/** How many letters must be put in, taken out or changed (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [rowIndex, letter] of [...from].entries()) {
    const next = [rowIndex + 1]
    for (const [index, wanted] of [...to].entries()) {
      const changed = (row[index] ?? 0) + Number(letter !== wanted)
      next.push(Math.min(changed, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
