import type { Tenon } from '@tenon/sdk'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Session } from '../session.ts'
import { ActivityPanel } from './activity-panel.tsx'
import { api } from './api.ts'
import { BoardView } from './board.tsx'
import { ContactsView } from './contacts.tsx'
import { Hint } from './hint.tsx'
import { Icon, type IconName } from './icons.tsx'
import { IntegrationsView } from './integrations.tsx'
import { MadeDialog } from './made-dialog.tsx'
import { Toasts } from './toasts.tsx'
import { Avatar } from './ui.tsx'
import { type Tasks, useTasks } from './use-tasks.ts'
import { useNewWorkspace, WorkspaceContext } from './workspace.ts'

const views = {
  board: { title: 'Board', icon: 'board' },
  contacts: { title: 'Contacts', icon: 'people' },
  integrations: { title: 'Integrations', icon: 'plug' },
} as const satisfies Record<string, { title: string; icon: IconName }>

type ViewName = keyof typeof views

export function App({ session, tenon }: { session: Session; tenon: Tenon }) {
  const workspace = useNewWorkspace(session, tenon)
  const tasks = useTasks()
  const view = useView()
  const heading = useRef<HTMLHeadingElement>(null)
  const [isMadeShown, setIsMadeShown] = useState(false)
  const place = {
    ...session.tenon,
    taskboardOrigin: location.origin,
    userId: session.user.id,
  }

  // Whoever uses a keyboard or a screen reader starts at the top of a new view.
  const isFirst = useRef(true)
  useEffect(() => {
    if (!isFirst.current) heading.current?.focus()
    isFirst.current = false
    document.title = `${views[view].title} · Taskboard`
  }, [view])

  return (
    <WorkspaceContext.Provider value={workspace}>
      <header class="bar">
        <a class="brand" href="#board">
          <span class="mark" aria-hidden="true" /> Taskboard
        </a>
        <nav aria-label="Taskboard">
          {Object.entries(views).map(([name, { title, icon }]) => (
            <a key={name} href={`#${name}`} aria-current={name === view ? 'page' : undefined}>
              <Icon name={icon} /> {title}
            </a>
          ))}
        </nav>
        <UserSwitch session={session} />
      </header>

      <div class="layout">
        <main>
          <Hint tasks={tasks} isOnContacts={view === 'contacts'} onShowMade={() => setIsMadeShown(true)} />
          <h1 ref={heading} tabIndex={-1}>
            {views[view].title}
          </h1>
          <View name={view} tasks={tasks} />
        </main>
        <ActivityPanel place={place} />
      </div>

      <footer>
        <p>
          Taskboard is a demo of Tenon. Connections belong to whoever is signed in: switch users above to see.
        </p>
        <p>
          <button type="button" class="link" onClick={() => setIsMadeShown(true)}>
            See how this was made
          </button>
          <a href="/paragon.html">The same with the Paragon SDK</a>
          <a href={session.sandbox.origin} target="_blank" rel="noreferrer">
            Sandbox CRM
          </a>
        </p>
      </footer>
      {isMadeShown && <MadeDialog onClose={() => setIsMadeShown(false)} />}
      <Toasts />
    </WorkspaceContext.Provider>
  )
}

function View({ name, tasks }: { name: ViewName; tasks: Tasks }) {
  if (name === 'contacts') return <ContactsView tasks={tasks} />
  if (name === 'integrations') return <IntegrationsView />
  return <BoardView tasks={tasks} />
}

/** Two people use this Taskboard; each has their own board and their own connections. */
function UserSwitch({ session: { user, users } }: { session: Session }) {
  async function signInAs(id: string) {
    await api.signInAs(id)
    location.reload()
  }
  return (
    <fieldset class="segments users">
      <legend class="hidden">Signed in as</legend>
      {users.map(({ id, name }) => (
        <label key={id}>
          <input type="radio" name="user" checked={id === user.id} onChange={() => signInAs(id)} />
          <span>
            <Avatar name={name} /> {name.split(' ')[0]}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** The view that the address names. */
function useView(): ViewName {
  const read = (): ViewName => {
    const name = location.hash.slice(1)
    return name in views ? (name as ViewName) : 'board'
  }
  const [view, setView] = useState(read)
  useEffect(() => {
    const update = () => setView(read)
    addEventListener('hashchange', update)
    return () => removeEventListener('hashchange', update)
  }, [])
  return view
}
