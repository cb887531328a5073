import serverSource from '../user-token.ts?raw'
import pageSource from './crm.ts?raw'
import { CopyButton, Dialog } from './ui.tsx'

const files = [
  { name: 'On Taskboard’s server: user-token.ts', source: serverSource },
  { name: 'In Taskboard’s page: crm.ts', source: pageSource },
]

/** The very files that run here, not a copy of them. */
export function MadeDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="How this was made" size="large" onClose={onClose}>
      <p>
        Taskboard has no OAuth code, keeps no tokens and knows nothing about refreshing them. These two files
        are all there is between it and its users’ CRM; Tenon does the rest.
      </p>
      {files.map(({ name, source }) => (
        <section key={name} class="source">
          <div class="code-head">
            <h3>{name}</h3>
            <CopyButton text={source} />
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long line is scrolled with the keyboard too */}
          <pre tabIndex={0}>
            <code>{source.trim()}</code>
          </pre>
        </section>
      ))}
    </Dialog>
  )
}
