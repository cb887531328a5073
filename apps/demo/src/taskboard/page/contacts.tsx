import type { Connection } from '@tenon/sdk'
import { useEffect, useState } from 'preact/hooks'
import type { Contact } from './crm.ts'
import { Icon } from './icons.tsx'
import { distinctNames, labelOf, settingsOf } from './integration.ts'
import { NewContactDialog } from './new-contact.tsx'
import { notify } from './toasts.tsx'
import { Avatar, Empty, ProblemNote, Skeleton } from './ui.tsx'
import { useContacts } from './use-contacts.ts'
import type { Tasks } from './use-tasks.ts'
import { isAccount, useWorkspace } from './workspace.ts'

const SEARCH_AFTER_MS = 250

export function ContactsView({ tasks }: { tasks: Tasks }) {
  const { connections, problem, connect } = useWorkspace()
  const [chosenId, setChosenId] = useState<string>()
  const chosen = connections?.find(({ id }) => id === chosenId) ?? connections?.at(-1)
  if (problem) return null
  if (connections === undefined) return <Skeleton rows={6} />
  if (!chosen) {
    return (
      <Empty title="No contacts yet">
        <p>Connect your CRM and the people in it show up here, ready to become tasks.</p>
        <button type="button" class="primary" onClick={() => connect('oauth')}>
          Connect Sandbox CRM
        </button>
      </Empty>
    )
  }
  return (
    <>
      {connections.length > 1 && (
        <AccountTabs connections={connections} chosen={chosen} onChoose={setChosenId} />
      )}
      <ContactList key={chosen.id} connection={chosen} tasks={tasks} />
    </>
  )
}

function AccountTabs({
  connections,
  chosen,
  onChoose,
}: {
  connections: Connection[]
  chosen: Connection
  onChoose: (id: string) => void
}) {
  const { accounts } = useWorkspace()
  const names = distinctNames(connections, (connection) => {
    const account = accounts[connection.id]
    return (isAccount(account) ? account.company : labelOf(connection)) ?? 'Account'
  })
  return (
    <fieldset class="segments">
      <legend class="hidden">Account</legend>
      {connections.map(({ id }) => (
        <label key={id}>
          <input type="radio" name="account" checked={id === chosen.id} onChange={() => onChoose(id)} />
          <span>{names[id]}</span>
        </label>
      ))}
    </fieldset>
  )
}

function ContactList({ connection, tasks }: { connection: Connection; tasks: Tasks }) {
  const { tenon, manage } = useWorkspace()
  const [typed, setTyped] = useState('')
  const [search, setSearch] = useState('')
  const [isAdding, setIsAdding] = useState(false)
  const contacts = useContacts(tenon, connection.id, search)
  const { found, total, hasMore, isLoading, problem } = contacts

  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), SEARCH_AFTER_MS)
    return () => clearTimeout(timer)
  }, [typed])

  async function makeTask({ name, email, company }: Contact) {
    const { taskColumn, namesCompany } = settingsOf(connection)
    const title = `Get in touch with ${name}${namesCompany && company ? ` of ${company}` : ''}`
    await tasks.add({ title, column: taskColumn, contact: { name, email } })
    notify(`On your board: ${title}`)
  }

  return (
    <>
      <div class="toolbar">
        <label class="search">
          <Icon name="search" />
          <input
            type="search"
            value={typed}
            placeholder="Name, e-mail or company"
            aria-label="Search contacts"
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        <button type="button" onClick={() => setIsAdding(true)}>
          <Icon name="plus" /> New contact
        </button>
      </div>

      {problem && (
        <ProblemNote problem={problem} onRetry={contacts.retry} onReconnect={() => manage(connection.id)} />
      )}
      {!problem && found === undefined && <Skeleton rows={6} />}
      {found?.length === 0 && (
        <Empty title={search ? `Nobody matches “${search}”` : 'This CRM is empty'}>
          <p>{search ? 'Try part of a name, or a company.' : 'Add the first contact with New contact.'}</p>
        </Empty>
      )}
      {found && found.length > 0 && (
        <>
          <ul class="contacts" aria-busy={isLoading}>
            {found.map((contact) => (
              <ContactRow
                key={contact.id}
                contact={contact}
                isTask={tasks.all?.some((task) => task.contact?.email === contact.email) ?? false}
                onMakeTask={() => makeTask(contact)}
              />
            ))}
          </ul>
          <div class="more">
            <p>
              {found.length} of {total}
            </p>
            {hasMore && (
              <button type="button" disabled={isLoading} onClick={contacts.loadMore}>
                {isLoading ? 'Loading…' : 'Show more'}
              </button>
            )}
          </div>
        </>
      )}

      {isAdding && (
        <NewContactDialog
          connection={connection}
          onAdded={contacts.prepend}
          onClose={() => setIsAdding(false)}
        />
      )}
    </>
  )
}

function ContactRow({
  contact,
  isTask,
  onMakeTask,
}: {
  contact: Contact
  isTask: boolean
  onMakeTask: () => void
}) {
  const { name, email, company, title } = contact
  return (
    <li>
      <Avatar name={name} />
      <div class="who">
        <strong>{name}</strong>
        <small>{email}</small>
      </div>
      <div class="where">
        {company && <span>{company}</span>}
        {title && <small>{title}</small>}
      </div>
      <button type="button" aria-label={`Make a task for ${name}`} onClick={onMakeTask}>
        {isTask ? <Icon name="check" /> : <Icon name="plus" />} Task
      </button>
    </li>
  )
}
