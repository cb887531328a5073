import type { Connection } from '@tenon/sdk'
import { useRef, useState } from 'preact/hooks'
import { track } from './activity.ts'
import { type Contact, crmOf } from './crm.ts'
import { settingsOf } from './integration.ts'
import { type Problem, problemFrom, problemOf } from './problem.ts'
import { notify } from './toasts.tsx'
import { Dialog, ProblemNote } from './ui.tsx'
import { useWorkspace } from './workspace.ts'

const fields = [
  { name: 'name', label: 'Name', inputmode: 'text', required: true },
  { name: 'email', label: 'E-mail address', inputmode: 'email', required: true },
  { name: 'company', label: 'Company', inputmode: 'text', required: false },
  { name: 'title', label: 'Job title', inputmode: 'text', required: false },
] as const

/** Adds a contact to the CRM; what the CRM does not like is said beside the field. */
export function NewContactDialog({
  connection,
  onAdded,
  onClose,
}: {
  connection: Connection
  onAdded: (contact: Contact) => void
  onClose: () => void
}) {
  const { tenon } = useWorkspace()
  const form = useRef<HTMLFormElement>(null)
  const [isSaving, setIsSaving] = useState(false)
  const [problem, setProblem] = useState<Problem>()

  async function submit(event: Event) {
    event.preventDefault()
    if (!form.current) return
    setIsSaving(true)
    const answer = await save(entered(form.current))
    setIsSaving(false)
    if ('id' in answer) {
      onAdded(answer)
      onClose()
      notify(`${answer.name} is in Sandbox CRM now.`)
    } else setProblem(answer)
  }

  async function save(values: Record<string, string>): Promise<Contact | Problem> {
    const { contactList } = settingsOf(connection)
    const body = { ...values, ...(contactList && { list_id: contactList }) }
    const call = {
      kind: 'request',
      method: 'POST',
      path: '/contacts',
      body,
      connectionId: connection.id,
    } as const
    try {
      const response = await track('Added a contact', call, () =>
        crmOf(tenon).addContact(connection.id, body),
      )
      return response.ok ? await response.json() : await problemOf(response)
    } catch (error) {
      return problemFrom(error)
    }
  }

  const isAboutFields = problem && Object.keys(problem.fields).length > 0
  return (
    <Dialog title="New contact" onClose={onClose}>
      <form ref={form} class="fields" onSubmit={submit} noValidate>
        {problem && !isAboutFields && <ProblemNote problem={problem} />}
        {fields.map(({ name, label, inputmode, required }) => {
          const wrong = problem?.fields[name]
          return (
            <label key={name}>
              <span>
                {label} {!required && <small>optional</small>}
              </span>
              <input
                name={name}
                inputMode={inputmode}
                autocomplete="off"
                aria-required={required}
                aria-invalid={wrong !== undefined}
                aria-describedby={wrong && `${name}-problem`}
              />
              {wrong && (
                <span id={`${name}-problem`} class="wrong">
                  {label} {wrong}
                </span>
              )}
            </label>
          )
        })}
        <button type="submit" class="primary" disabled={isSaving}>
          {isSaving ? 'Adding…' : 'Add to Sandbox CRM'}
        </button>
      </form>
    </Dialog>
  )
}

/** The fields that are not empty; what is missing, the CRM says. */
function entered(form: HTMLFormElement): Record<string, string> {
  const pairs = [...new FormData(form)].map(([key, value]) => [key, String(value).trim()])
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''))
}
