import { useRef, useState } from 'preact/hooks'
import { type Column, columns, type Task } from '../tasks.ts'
import { Icon } from './icons.tsx'
import { Avatar, Skeleton } from './ui.tsx'
import type { Tasks } from './use-tasks.ts'

const columnNames: Record<Column, string> = { todo: 'To do', doing: 'In progress', done: 'Done' }

export function BoardView({ tasks }: { tasks: Tasks }) {
  return (
    <div class="board">
      {columns.map((column) => (
        <ColumnList key={column} column={column} tasks={tasks} />
      ))}
    </div>
  )
}

/** Cards are dragged with the mouse; their buttons do the same from the keyboard. */
function ColumnList({ column, tasks }: { column: Column; tasks: Tasks }) {
  const [isOver, setIsOver] = useState(false)
  const own = tasks.all?.filter((task) => task.column === column)

  function drop(event: DragEvent) {
    event.preventDefault()
    setIsOver(false)
    const id = event.dataTransfer?.getData('text/plain')
    if (id) void tasks.move(id, column)
  }

  return (
    <section
      class={`column ${column} ${isOver ? 'over' : ''}`}
      aria-label={columnNames[column]}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <h2>
        <span class="dot" aria-hidden="true" />
        {columnNames[column]}
        <span class="count">{own?.length ?? ''}</span>
      </h2>
      {own === undefined && <Skeleton rows={2} />}
      <ul>
        {own?.map((task) => (
          <Card key={task.id} task={task} tasks={tasks} />
        ))}
      </ul>
      {own?.length === 0 && (
        <p class="nothing">{column === 'done' ? 'Nothing finished yet' : 'Nothing here'}</p>
      )}
      <NewTaskForm column={column} tasks={tasks} />
    </section>
  )
}

function Card({ task, tasks }: { task: Task; tasks: Tasks }) {
  const { id, title, column, contact } = task
  const place = columns.indexOf(column)
  const moveTo = (to: Column | undefined) => to && void tasks.move(id, to)
  const isDone = column === 'done'
  return (
    <li class="task" draggable onDragStart={(event) => event.dataTransfer?.setData('text/plain', id)}>
      <button
        type="button"
        class="tick"
        aria-pressed={isDone}
        aria-label={`${isDone ? 'Reopen' : 'Complete'}: ${title}`}
        onClick={() => moveTo(isDone ? 'todo' : 'done')}
      >
        <Icon name="check" />
      </button>
      <div class="task-text">
        <p>{title}</p>
        {contact && (
          <p class="chip">
            <Avatar name={contact.name} />
            {contact.name}
          </p>
        )}
      </div>
      <div class="task-actions">
        <MoveButton to={columns[place - 1]} icon="left" title={title} onMove={moveTo} />
        <MoveButton to={columns[place + 1]} icon="right" title={title} onMove={moveTo} />
        <button
          type="button"
          class="icon-button"
          aria-label={`Delete: ${title}`}
          onClick={() => tasks.remove(id)}
        >
          <Icon name="close" />
        </button>
      </div>
    </li>
  )
}

function MoveButton({
  to,
  icon,
  title,
  onMove,
}: {
  to: Column | undefined
  icon: 'left' | 'right'
  title: string
  onMove: (to: Column | undefined) => void
}) {
  const label = to ? `Move to ${columnNames[to]}: ${title}` : 'No column there'
  return (
    <button type="button" class="icon-button" aria-label={label} disabled={!to} onClick={() => onMove(to)}>
      <Icon name={icon} />
    </button>
  )
}

function NewTaskForm({ column, tasks }: { column: Column; tasks: Tasks }) {
  const input = useRef<HTMLInputElement>(null)
  async function submit(event: Event) {
    event.preventDefault()
    const title = input.current?.value.trim()
    if (!title) return
    await tasks.add({ title, column })
    if (input.current) input.current.value = ''
  }
  return (
    <form class="new-task" onSubmit={submit}>
      <Icon name="plus" />
      <input
        ref={input}
        maxLength={200}
        placeholder="Add a task"
        aria-label={`Add a task to ${columnNames[column]}`}
        enterkeyhint="done"
      />
    </form>
  )
}
