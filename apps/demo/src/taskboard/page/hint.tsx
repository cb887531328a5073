import { Icon } from './icons.tsx'
import type { Tasks } from './use-tasks.ts'
import { useWorkspace } from './workspace.ts'

/** One sentence and one button: what a newcomer does next. */
export function Hint({ tasks, onShowMade }: { tasks: Tasks; onShowMade: () => void }) {
  const { connections, connect } = useWorkspace()
  if (connections === undefined || tasks.all === undefined) return null
  const steps = ['Connect', 'Make a task', 'Read code']
  const step = connections.length === 0 ? 0 : tasks.all.some(({ contact }) => contact) ? 2 : 1
  return (
    <section class="hint" aria-label="What to try">
      <ol aria-hidden="true">
        {steps.map((name, index) => (
          <li key={name} class={index === step ? 'now' : index < step ? 'past' : ''}>
            {name}
          </li>
        ))}
      </ol>
      {step === 0 && (
        <>
          <p>
            <strong>Bring in your contacts:</strong> press Connect, continue as Ada, and allow access.
          </p>
          <button type="button" class="primary" onClick={() => connect('oauth')}>
            <Icon name="plug" /> Connect Sandbox CRM
          </button>
        </>
      )}
      {step === 1 && (
        <>
          <p>
            <strong>Your contacts are here:</strong> open them and turn one into a task.
          </p>
          <a class="button primary" href="#contacts">
            <Icon name="people" /> Open contacts
          </a>
        </>
      )}
      {step === 2 && (
        <>
          <p>
            <strong>That was all of it.</strong> Every call is under What just happened; the whole embedding
            is two short files.
          </p>
          <button type="button" class="primary" onClick={onShowMade}>
            <Icon name="code" /> See how this was made
          </button>
        </>
      )}
    </section>
  )
}
