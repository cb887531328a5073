/** One pretend customer of Sandbox CRM. Its password and API key are public: nothing behind them is real. */
export interface Account {
  id: string
  name: string
  email: string
  company: string
  plan: 'Free' | 'Growth' | 'Scale'
  apiKey: string
}

/** Every demo account signs in with it, and the sign-in page says so. */
export const DEMO_PASSWORD = 'sandbox'

export const accounts: readonly Account[] = [
  {
    id: 'acc_ada',
    name: 'Ada Lindqvist',
    email: 'ada@fjordandfinch.example',
    company: 'Fjord & Finch',
    plan: 'Growth',
    apiKey: 'sk_sandbox_ada_7QmRw2xV9nT4kLr8',
  },
  {
    id: 'acc_ben',
    name: 'Ben Okafor',
    email: 'ben@harbourworks.example',
    company: 'Harbour Works',
    plan: 'Scale',
    apiKey: 'sk_sandbox_ben_3HcYp6dZ1sJ8vNb5',
  },
  {
    id: 'acc_mei',
    name: 'Mei Tanaka',
    email: 'mei@papercrane.example',
    company: 'Paper Crane Studio',
    plan: 'Free',
    apiKey: 'sk_sandbox_mei_9FtKe4gW2uX7mQa6',
  },
]

export function findAccount(id: string): Account | undefined {
  return accounts.find((account) => account.id === id)
}

export function findAccountByKey(apiKey: string): Account | undefined {
  return accounts.find((account) => account.apiKey === apiKey)
}

/** The account that `email` and `password` open, or undefined when either is wrong. */
export function checkPassword(email: string, password: string): Account | undefined {
  if (password !== DEMO_PASSWORD) return undefined
  return accounts.find((account) => account.email === email.trim().toLowerCase())
}

/** The ones that the demo's hints name: one to connect by signing in, one by its key. */
export const sampleAccounts = { oauth: getAccount('acc_ada'), apiKey: getAccount('acc_ben') }

function getAccount(id: string): Account {
  const account = findAccount(id)
  if (!account) throw new TypeError(`There is no demo account ${id}`)
  return account
}
