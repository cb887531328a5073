/** The board's columns, left to right. */
export const columns = ['todo', 'doing', 'done'] as const

export type Column = (typeof columns)[number]

export interface Task {
  id: string
  title: string
  column: Column
  /** The CRM contact it came from. */
  contact?: { name: string; email: string } | undefined
}

export type NewTask = Omit<Task, 'id'>

/** One user's board. A task that moves goes to the end of its new column. */
export class Board {
  readonly #tasks = new Map<string, Task>()
  #count = 0

  constructor(tasks: NewTask[]) {
    for (const task of tasks) this.add(task)
  }

  all(): Task[] {
    return [...this.#tasks.values()]
  }

  add(task: NewTask): Task {
    const id = `task_${++this.#count}`
    const added = { id, ...task }
    this.#tasks.set(id, added)
    return added
  }

  move(id: string, column: Column): Task | undefined {
    const task = this.#tasks.get(id)
    if (!task || task.column === column) return task
    const moved = { ...task, column }
    this.#tasks.delete(id)
    this.#tasks.set(id, moved)
    return moved
  }

  /** Says whether there was such a task. */
  remove(id: string): boolean {
    return this.#tasks.delete(id)
  }
}

export function isColumn(value: unknown): value is Column {
  return columns.some((column) => column === value)
}
