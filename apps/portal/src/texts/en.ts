import type { InputProblem, ReauthReason } from '@tenon/core'

/** Everything the portal says, in English. `product` and `provider` are names: "Taskboard", "Salesforce". */
export const en = {
  close: 'Close',
  back: 'Back',
  retry: 'Try again',
  done: 'Done',
  cancel: 'Cancel',
  loading: 'Loading…',
  required: 'required',
  opensNewWindow: '(opens a new window)',

  about: { more: 'Read more', less: 'Show less' },

  access: {
    title: (product: string) => `${product} will be able to`,
    granted: (product: string) => `What ${product} can do`,
    all: (count: number) => `Show all ${count}`,
  },

  connect: {
    title: 'Connect an account',
    ways: 'How do you want to connect?',
    button: (provider: string) => `Connect ${provider}`,
    reconnectButton: (provider: string) => `Reconnect ${provider}`,
    busy: 'Checking…',
    windowNote: (provider: string) => `You sign in with ${provider} in a window of its own.`,
    postedNote: (provider: string) =>
      `A window shows what to enter in the admin of ${provider}, where you add and activate an integration.`,
    noneNote: (provider: string) => `What you enter is checked first. ${provider} needs no sign-in.`,
    helpLink: 'Where to find this',
    formNote: (provider: string) => `What you enter is checked with ${provider}, then stored encrypted.`,
  },

  waiting: {
    title: 'Finish in the window that opened',
    text: (provider: string, product: string) =>
      `Sign in to ${provider} and allow access for ${product}. This page goes on by itself.`,
    postedText: (provider: string) =>
      `Add the integration in the admin of ${provider} and activate it, as the window says. This page goes on by itself.`,
    leftTitle: 'Did you close the window?',
    leftText: 'Nothing was changed. Open it again to go on where you were.',
    again: 'Open it again',
  },

  failed: {
    title: (provider: string) => `${provider} could not be connected`,
    denied: 'Not connected',
    deniedText: (product: string) =>
      `Access was declined, and nothing was changed. ${product} has no access.`,
    blocked: 'The window was blocked',
    blockedText: 'Your browser stopped the window. Allow pop-ups for this page, then try again.',
    closed: 'The window was closed',
    closedText: 'Nothing was changed. You can start again at any time.',
    expired: 'That took too long and has expired. Please start again.',
    offline: 'There is no connection to the server. Check your network and try again.',
    providerDown: (provider: string) => `${provider} does not answer at the moment. Please try again later.`,
    credentials: 'This was not accepted. Please check what you entered.',
    providerRefused: (provider: string, product: string) =>
      `${provider} could not complete this. Please try again later. If that does not help, ask the team of ${product}.`,
    setup: (product: string) => `${product || 'This product'} has not finished setting this up.`,
    setupTitle: 'Not available yet',
    setupText: (product: string) => `Please tell the team of ${product}: only they can finish it.`,
    unknown: 'Something went wrong, and nothing was changed. Please try again.',
  },

  load: {
    offline: 'You are offline',
    offlineText: 'This page could not reach the server. Check your network and try again.',
    signedOut: 'Your session has ended',
    signedOutText: (product: string) => `Reload ${product || 'the page'} and open this again.`,
    missing: 'Not available',
    broken: 'This could not be loaded',
    brokenText: 'Something went wrong on the server. Please try again in a moment.',
  },

  accounts: {
    title: 'Connected accounts',
    add: 'Add another account',
    unnamed: (provider: string) => `${provider} account`,
    numbered: (name: string, place: number) => `${name} (${place})`,
    since: (date: string) => `Connected on ${date}`,
    status: { active: 'Connected', pending: 'One step left', needs_reauth: 'Reconnect needed' },
  },

  moments: {
    connected: (provider: string) => `${provider} is connected`,
    reconnected: (provider: string) => `${provider} is connected again`,
    disconnected: (provider: string) => `${provider} was disconnected`,
    connectedText: (product: string) => `${product} can use this account from now on.`,
    reconnectedText: (product: string) => `${product} can use this account again.`,
    settingsKept: 'Your settings are as they were.',
    disconnectedText: (product: string) => `${product} has no access to the account any more.`,
  },

  reauth: {
    title: 'Please reconnect this account',
    reasons: {
      refresh_rejected: (provider) =>
        `${provider} no longer accepts the access you gave. It may have expired or been withdrawn there.`,
      refresh_interrupted: (provider) => `The access could not be renewed with ${provider} in time.`,
      credentials_rejected: (provider) => `${provider} refused the credentials. They may have been changed.`,
      no_refresh_token: (provider) => `The access has expired, and ${provider} asks you to sign in again.`,
    } satisfies Record<ReauthReason, (provider: string) => string>,
    keeps: 'Your settings stay as they are.',
  },

  choice: { title: 'One more step', button: 'Continue' },

  disconnect: {
    button: 'Disconnect',
    title: (account: string) => `Disconnect ${account}?`,
    text: (product: string) => `${product} loses access to this account at once.`,
    stops: 'These stop running:',
    confirm: 'Yes, disconnect',
    keep: 'Keep connected',
    busy: 'Disconnecting…',
  },

  settings: {
    title: 'Settings',
    save: 'Save',
    busy: 'Saving…',
    saved: 'Saved',
    unsaved: 'Not saved yet',
    discard: 'Discard',
    failed: 'That could not be saved. What you entered is still here.',
    fix: (count: number) => (count === 1 ? 'One entry needs attention.' : `${count} entries need attention.`),
  },

  workflows: {
    title: 'Workflows',
    incomplete: 'Needs settings',
    failed: 'That could not be changed. Please try again.',
    settingsOf: (workflow: string) => `Settings of ${workflow}`,
  },

  leaving: {
    title: 'Leave without saving?',
    text: 'Some of what you entered is not saved yet.',
    stay: 'Keep editing',
    leave: 'Leave',
  },

  fields: {
    show: 'Show',
    hide: 'Hide',
    choose: 'Choose…',
    none: 'None',
    clear: (title: string) => `Clear ${title}`,
    search: 'Type to search',
    nothingFound: 'Nothing found',
    nothingThere: 'There is nothing to choose from',
    useTyped: (text: string) => `Use “${text}”`,
    results: (count: number) => (count === 1 ? '1 choice' : `${count} choices`),
    loadingMore: 'Loading more…',
    failed: 'The choices could not be loaded.',
    copy: 'Copy',
    copied: 'Copied',
    chooseFile: 'Choose the file',
    dropFile: 'Paste its text, drop the file here, or choose it.',
    addMapping: 'Add a field',
    newField: 'Name of the new field',
    removeMapping: (field: string) => `Remove ${field}`,
    objectType: 'Record type',
    mapsTo: (field: string) => `Field for ${field}`,
    requiredScope: 'always needed',
    yes: 'Yes',
  },

  problems: {
    required: () => 'Please fill this in.',
    not_a_text: () => 'This is too long.',
    pattern: (example?: string) =>
      example ? `This does not look right. Example: ${example}` : 'This does not look right.',
    service_account: () => 'This is not the JSON file of a service account.',
    email: () => 'Please enter an e-mail address, such as name@example.com.',
    url: () => 'Please enter a web address that begins with https:// or http://.',
    number: () => 'Please enter a number.',
    boolean: () => 'Please choose yes or no.',
    option: () => 'Please choose one from the list.',
    shape: () => 'Please complete this.',
  } satisfies Record<InputProblem, (example?: string) => string>,
}

/** What every language has to say. */
export type Texts = typeof en
