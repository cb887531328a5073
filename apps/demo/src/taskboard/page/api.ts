import type { Session } from '../session.ts'
import type { Column, NewTask, Task } from '../tasks.ts'

/** Taskboard's own server. */
export const api = {
  session: () => call<Session>('GET', '/session'),
  signInAs: (userId: string) => call<void>('POST', '/session', { userId }),
  tasks: () => call<Task[]>('GET', '/tasks'),
  addTask: (task: NewTask) => call<Task>('POST', '/tasks', task),
  moveTask: (id: string, column: Column) => call<Task>('PATCH', `/tasks/${id}`, { column }),
  removeTask: (id: string) => call<void>('DELETE', `/tasks/${id}`),
}

async function call<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`/api${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  if (!response.ok) {
    const { message } = await response.json().catch(() => ({ message: 'Taskboard’s server did not answer' }))
    throw new Error(message)
  }
  return response.status === 204 ? (undefined as T) : response.json()
}
