import { useState } from 'preact/hooks'
import { texts } from '../texts/current.ts'
import type { ControlProps } from './context.ts'

/** A secret of many lines that came as a file: pasted, dropped or chosen, and masked unless the user wants to see it. */
export function SecretFileControl({ input, value, ...props }: ControlProps<'PASSWORD'>) {
  const [isRevealed, setRevealed] = useState(false)
  const hasText = typeof value === 'string' && value !== ''

  async function take(file: File | undefined) {
    if (!file) return
    props.onChange(await file.text())
    props.onLeave()
  }

  return (
    <div class="secret-file">
      <textarea
        id={props.id}
        class={isRevealed || !hasText ? 'control' : 'control masked'}
        rows={4}
        value={hasText ? value : ''}
        placeholder={input.placeholder}
        aria-required={input.required !== false}
        spellcheck={false}
        autocapitalize="none"
        autocomplete="off"
        aria-describedby={[props.describedBy, `${props.id}-ways`].filter(Boolean).join(' ')}
        aria-invalid={props.isInvalid || undefined}
        onInput={(event) => props.onChange(event.currentTarget.value)}
        onBlur={props.onLeave}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          const file = event.dataTransfer?.files[0]
          if (!file) return
          event.preventDefault()
          void take(file)
        }}
      />
      <p id={`${props.id}-ways`} class="hint">
        {texts.fields.dropFile}
      </p>
      <div class="buttons">
        <label class="button button-plain file-button">
          {texts.fields.chooseFile}
          <input
            class="only-heard"
            type="file"
            accept=".json,application/json"
            onChange={(event) => {
              void take(event.currentTarget.files?.[0])
              event.currentTarget.value = '' // The same file, corrected, is chosen anew.
            }}
          />
        </label>
        {hasText && (
          <button
            class="button button-quiet"
            type="button"
            aria-pressed={isRevealed}
            aria-label={`${texts.fields.show}: ${input.title}`}
            onClick={() => setRevealed(!isRevealed)}
          >
            {isRevealed ? texts.fields.hide : texts.fields.show}
          </button>
        )}
      </div>
    </div>
  )
}
