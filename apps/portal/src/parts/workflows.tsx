import { inputProblems, type PortalConnection, type PortalWorkflow } from '@tenon/core'
import { useId, useState } from 'preact/hooks'
import { Switch } from '../fields/toggle-controls.tsx'
import { usePortal, useView } from '../portal/context.ts'
import { setWorkflowEnabled } from '../portal/managing.ts'
import { texts } from '../texts/current.ts'
import { SettingsForm } from './settings-form.tsx'

/** What the product may do with this account, each to be turned on and off. */
export function Workflows({ connection }: { connection: PortalConnection }) {
  const { workflows } = useView()
  return (
    <section>
      <h2>{texts.workflows.title}</h2>
      <ul class="workflows">
        {workflows.map((workflow) => (
          <WorkflowRow key={workflow.id} workflow={workflow} connection={connection} />
        ))}
      </ul>
    </section>
  )
}

function WorkflowRow({ workflow, connection }: { workflow: PortalWorkflow; connection: PortalConnection }) {
  const portal = usePortal()
  const id = useId()
  /** What the user chose, from the click until the server's answer has been read. */
  const [chosen, setChosen] = useState<boolean>()
  const [hasFailed, setFailed] = useState(false)
  const { enabled = false, settings = {} } = connection.workflowSettings[workflow.id] ?? {}
  const isOn = chosen ?? enabled
  const inputs = workflow.inputs.filter(({ hidden }) => !hidden)
  const isIncomplete = isOn && Object.keys(inputProblems(workflow.inputs, settings)).length > 0

  async function choose(on: boolean) {
    if (chosen !== undefined) return
    setChosen(on)
    setFailed(false)
    setFailed((await setWorkflowEnabled(portal, connection, workflow.id, on)) !== undefined)
    setChosen(undefined)
  }

  return (
    <li class="workflow">
      <div class="workflow-line">
        <label for={id}>
          <strong>{workflow.name}</strong>
          {isIncomplete && <span class="status status-pending">{texts.workflows.incomplete}</span>}
          {workflow.infoText && <small class="hint">{workflow.infoText}</small>}
        </label>
        <Switch id={id} isOn={isOn} isBusy={chosen !== undefined} onChange={(on) => void choose(on)} />
      </div>
      {hasFailed && (
        <p class="problem" role="alert">
          {texts.workflows.failed}
        </p>
      )}
      {isOn && inputs.length > 0 && (
        <section class="workflow-settings" aria-label={texts.workflows.settingsOf(workflow.name)}>
          <SettingsForm
            connection={connection}
            workflowId={workflow.id}
            inputs={workflow.inputs}
            stored={settings}
          />
        </section>
      )}
    </li>
  )
}
