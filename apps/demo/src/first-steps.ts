/** How a newcomer connects the sandbox account, in the order of the buttons they meet. */
export const connectSteps = [
  'Connect Sandbox CRM, on the page and again in the portal',
  'Continue as Ada, in the window that opens',
  'Allow access',
  'Done, when the portal says connected',
] as const

/** What Taskboard offers to try first: an account connected, its contacts seen. */
export const firstSteps = [...connectSteps, 'Open contacts'] as const
