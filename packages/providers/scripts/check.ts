import { existsSync } from 'node:fs'
import { iconFile, providers } from '../src/index.ts'
import { pageProblems } from '../src/problems.ts'

const found = [...providers.values()].flatMap((page) => [
  ...pageProblems(page).map((problem) => `${page.id}: ${problem}`),
  ...(existsSync(iconFile(page.id))
    ? []
    : [`${page.id}: has no icon yet: npm run icons -w @tenon/providers`]),
])
console.log(found.length === 0 ? `${providers.size} pages are fine` : found.join('\n'))
process.exitCode = found.length === 0 ? 0 : 1
