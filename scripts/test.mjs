/**
 * npm test: sets up what it needs, then checks formatting, types and unused code and runs unit, integration and browser
 * tests. Ends with one plain line, `N passed, N failed`, in which each test and each check counts as one.
 */
import { ensureBuilt } from './lib/build.mjs'
import { check, typeChecks } from './lib/checks.mjs'
import { findChromium } from './lib/chromium.mjs'
import { ensureInstalled, toolCommand } from './lib/install.mjs'
import { ensureOauthlib } from './lib/oauthlib.mjs'
import { ensureRealApps } from './lib/real-apps.mjs'
import { lastLine, sum } from './lib/tally.mjs'
import { runVitest } from './lib/vitest.mjs'

const tally = await main().catch((error) => {
  console.error(error instanceof Error ? error.message : error)
  return { passed: 0, failed: 1, skipped: 0 }
})
console.log(lastLine(tally))
process.exitCode = tally.failed > 0 ? 1 : 0

async function main() {
  await ensureInstalled()
  await ensureBuilt()
  const chromium = await findChromium()
  await ensureOauthlib()
  await ensureRealApps()
  const checks = [
    await check(
      'formatting and lint',
      toolCommand('biome', 'ci', '--colors=off', '--diagnostic-level=error', '.'),
    ),
    await Promise.all(typeChecks()),
    await check('unused code', toolCommand('knip')),
  ]
  const tests = [await runVitest('unit', { chromium }), await runVitest('e2e', { chromium })]
  return sum([checks, tests].flat(2))
}
