import { useState } from 'preact/hooks'
import { type Activity, activities } from './activity.ts'
import { Icon } from './icons.tsx'
import { curlSnippet, type Place, sdkSnippet } from './snippet.ts'
import { useStore } from './store.ts'
import { CopyButton } from './ui.tsx'

const stateNames: Record<Activity['state'], string> = { running: 'Running', done: 'Done', failed: 'Failed' }

/** The calls that this page made through Tenon, as code. */
export function ActivityPanel({ place }: { place: Place }) {
  const all = useStore(activities)
  const [isOpen, setIsOpen] = useState(false)
  return (
    <aside class={`activity ${isOpen ? 'open' : ''}`} aria-label="What just happened">
      <header>
        <h2>
          <button type="button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
            <Icon name="spark" /> What just happened <span class="count">{all.length}</span>
          </button>
        </h2>
        <p>Each call this page made through Tenon, ready to copy.</p>
      </header>
      {all.length === 0 ? (
        <p class="nothing">Nothing yet.</p>
      ) : (
        <ul>
          {all.map((activity, index) => (
            <Entry key={activity.id} activity={activity} isNewest={index === 0} place={place} />
          ))}
        </ul>
      )}
    </aside>
  )
}

function Entry({ activity, isNewest, place }: { activity: Activity; isNewest: boolean; place: Place }) {
  const { title, call, state, status, tookMs } = activity
  const [language, setLanguage] = useState<'sdk' | 'curl'>('sdk')
  const curl = curlSnippet(call, place)
  const shown = language === 'curl' && curl ? curl : sdkSnippet(call)
  const outcome = [status, tookMs !== undefined && curl && `${Math.round(tookMs)} ms`]
  return (
    <li>
      <details open={isNewest}>
        <summary>
          <span class={`state ${state}`} role="img" aria-label={stateNames[state]} />
          <span>{title}</span>
          <small>{outcome.filter(Boolean).join(' · ')}</small>
        </summary>
        <div class="code-head">
          <fieldset class="segments">
            <legend class="hidden">Language of {title}</legend>
            {(curl ? (['sdk', 'curl'] as const) : (['sdk'] as const)).map((name) => (
              <label key={name}>
                <input
                  type="radio"
                  name={`language-${activity.id}`}
                  checked={language === name}
                  onChange={() => setLanguage(name)}
                />
                <span>{name === 'sdk' ? 'SDK' : 'curl'}</span>
              </label>
            ))}
          </fieldset>
          <CopyButton text={shown} />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long line is scrolled with the keyboard too */}
        <pre tabIndex={0}>
          <code>{shown}</code>
        </pre>
      </details>
    </li>
  )
}
