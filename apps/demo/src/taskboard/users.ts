import type { NewTask } from './tasks.ts'

/** Someone who uses Taskboard. A real product would have them sign in; here one picks who to be. */
export interface User {
  id: string
  name: string
  role: string
  email: string
}

export const users: readonly [User, ...User[]] = [
  { id: 'nora', name: 'Nora Vance', role: 'Sales', email: 'nora@taskboard.example' },
  { id: 'sam', name: 'Sam Idris', role: 'Events', email: 'sam@taskboard.example' },
]

export function findUser(id: string): User | undefined {
  return users.find((user) => user.id === id)
}

/** What each user's board holds at first. */
export const firstTasks: Record<string, NewTask[]> = {
  nora: [
    { title: 'Send the spring price list', column: 'todo' },
    { title: 'Prepare Thursday’s demo', column: 'todo' },
    { title: 'Renewal offer for two customers', column: 'doing' },
    { title: 'Thank the referral from March', column: 'done' },
  ],
  sam: [
    { title: 'Book the room for the meetup', column: 'todo' },
    { title: 'Invite three speakers', column: 'doing' },
    { title: 'Order name badges', column: 'done' },
  ],
}
