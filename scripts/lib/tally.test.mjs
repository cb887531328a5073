import { expect, test } from 'vitest'
import { lastLine, sum, tallyOf } from './tally.mjs'

/** @param {string[]} statuses */
function file(status, statuses) {
  return { name: 'a.test.ts', status, assertionResults: statuses.map((each) => ({ status: each })) }
}

function report({ passed = 0, failed = 0, skipped = 0, files = [] }) {
  return {
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped,
    numTodoTests: 0,
    testResults: files,
  }
}

test('counts tests', () => {
  const files = [file('passed', ['passed', 'passed']), file('failed', ['passed', 'failed'])]
  expect(tallyOf(report({ passed: 3, failed: 1, skipped: 2, files }), 1)).toEqual({
    passed: 3,
    failed: 1,
    skipped: 2,
  })
})

test('a file that could not be loaded is a failure, and so is one whose hook failed', () => {
  const files = [file('failed', []), file('failed', ['passed'])]
  expect(tallyOf(report({ passed: 1, files }), 1)).toEqual({ passed: 1, failed: 2, skipped: 0 })
})

test('an error outside of every file is a failure', () => {
  expect(tallyOf(report({ passed: 5 }), 1)).toEqual({ passed: 5, failed: 1, skipped: 0 })
})

test('vitest that wrote nothing is a failure', () => {
  expect(tallyOf(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})

test('the last line names skipped tests only if there are any', () => {
  expect(lastLine({ passed: 7, failed: 0, skipped: 0 })).toBe('7 passed, 0 failed')
  expect(
    lastLine(
      sum([
        { passed: 7, failed: 0, skipped: 1 },
        { passed: 1, failed: 2, skipped: 0 },
      ]),
    ),
  ).toBe('8 passed, 2 failed, 1 skipped')
})
