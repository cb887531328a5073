import { useEffect, useState } from 'preact/hooks'
import type { Column, NewTask, Task } from '../tasks.ts'
import { api } from './api.ts'
import { notify } from './toasts.tsx'

export interface Tasks {
  /** `undefined` until the server has answered. */
  all: Task[] | undefined
  add(task: NewTask): Promise<void>
  move(id: string, column: Column): Promise<void>
  remove(id: string): Promise<void>
}

/** The signed-in user's tasks; each change is made on the server and read again. */
export function useTasks(): Tasks {
  const [all, setAll] = useState<Task[]>()

  async function change(make: () => Promise<unknown>): Promise<void> {
    try {
      await make()
      setAll(await api.tasks())
    } catch (error) {
      notify(error instanceof Error ? error.message : String(error))
    }
  }

  useEffect(() => void change(async () => {}), [])

  return {
    all,
    add: (task) => change(() => api.addTask(task)),
    move: (id, column) => change(() => api.moveTask(id, column)),
    remove: (id) => change(() => api.removeTask(id)),
  }
}
