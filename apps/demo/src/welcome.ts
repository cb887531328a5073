import { firstSteps } from './first-steps.ts'
import type { Account } from './sandbox/accounts.ts'

/** What a newcomer reads when everything runs: where to go and what to try first. */
export function welcome({
  startedInMs,
  taskboardOrigin,
  publicUrl,
  projectId,
  logFile,
  oauthAccount,
  apiKeyAccount,
}: {
  startedInMs: number
  taskboardOrigin: string
  publicUrl: string
  projectId: string
  logFile: string
  oauthAccount: Account
  apiKeyAccount: Account
}): string {
  const [first] = oauthAccount.name.split(' ')
  return `
  Tenon is ready, ${(startedInMs / 1000).toFixed(1)} s after its start.

    Demo product   ${taskboardOrigin}
    Dashboard      ${publicUrl}/   being built: until then, what the command line does
    Connect API    ${publicUrl}/projects/${projectId}/sdk

  Try this first, in the demo product:

${firstSteps.map((step, index) => `    ${index + 1}  ${step}`).join('\n')}

  ${first}'s contacts are listed; turn one into a task. To connect ${apiKeyAccount.name}'s account too, open
  Integrations, press Connect by API key and paste ${apiKeyAccount.apiKey}

  Ctrl-C stops everything. The server's log: ${logFile}
`
}
