import { firstSteps } from '../../first-steps.ts'
import { Icon } from './icons.tsx'
import { ProblemNote } from './ui.tsx'
import type { Tasks } from './use-tasks.ts'
import { useWorkspace } from './workspace.ts'

const stages = ['Connect', 'Make a task', 'Read code']

/** What a newcomer does next, and the button that begins it. */
export function Hint({
  tasks,
  isOnContacts,
  onShowMade,
}: {
  tasks: Tasks
  isOnContacts: boolean
  onShowMade: () => void
}) {
  const { connections, connect, problem, reload } = useWorkspace()
  if (problem) return <ProblemNote problem={problem} onRetry={reload} />
  if (connections === undefined || tasks.all === undefined) return null
  const stage = connections.length === 0 ? 0 : tasks.all.some(({ contact }) => contact) ? 2 : 1
  return (
    <section class="hint" aria-label="What to try">
      <ol class="stages" aria-hidden="true">
        {stages.map((name, index) => (
          <li key={name} class={index === stage ? 'now' : index < stage ? 'past' : ''}>
            {name}
          </li>
        ))}
      </ol>
      {stage === 0 && (
        <>
          <div class="say">
            <p>
              <strong>Bring in your contacts.</strong> What you press, in this order:
            </p>
            <ol class="steps">
              {firstSteps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </div>
          <button type="button" class="primary" onClick={() => connect('oauth')}>
            <Icon name="plug" /> Connect Sandbox CRM
          </button>
        </>
      )}
      {stage === 1 && (
        <>
          <p class="say">
            <strong>Your account is connected:</strong>{' '}
            {isOnContacts
              ? 'press Task beside one of its contacts.'
              : 'open its contacts and turn one into a task.'}
          </p>
          {!isOnContacts && (
            <a class="button primary" href="#contacts">
              <Icon name="people" /> Open contacts
            </a>
          )}
        </>
      )}
      {stage === 2 && (
        <>
          <p class="say">
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
