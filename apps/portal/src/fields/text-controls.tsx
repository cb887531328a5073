import { useRef, useState } from 'preact/hooks'
import { texts } from '../texts/current.ts'
import type { ControlProps } from './context.ts'

type OneLine = 'TEXT_NO_VARS' | 'PASSWORD' | 'EMAIL' | 'URL' | 'NUMBER'

/** How the browser's own keyboard and password manager are to treat each type. */
const kinds = {
  TEXT_NO_VARS: { type: 'text', inputMode: 'text', autocomplete: 'off' },
  // A key is no password of this site: `new-password` keeps managers from filling one in.
  PASSWORD: { type: 'password', inputMode: 'text', autocomplete: 'new-password' },
  EMAIL: { type: 'text', inputMode: 'email', autocomplete: 'email' },
  URL: { type: 'text', inputMode: 'url', autocomplete: 'off' },
  NUMBER: { type: 'text', inputMode: 'decimal', autocomplete: 'off' },
} as const satisfies Record<OneLine, object>

export function TextControl({ input, value, ...props }: ControlProps<OneLine>) {
  const [isRevealed, setRevealed] = useState(false)
  const kind = kinds[input.type]
  const isSecret = input.type === 'PASSWORD'
  return (
    <div class="control-row">
      {'prefixLabel' in input && input.prefixLabel && <span class="affix">{input.prefixLabel}</span>}
      <input
        id={props.id}
        class="control"
        {...kind}
        type={(isRevealed ? 'text' : kind.type) as 'text'}
        value={value === undefined || value === null ? '' : String(value)}
        placeholder={input.placeholder}
        aria-required={input.required !== false}
        spellcheck={false}
        autocapitalize="none"
        aria-describedby={props.describedBy}
        aria-invalid={props.isInvalid || undefined}
        onInput={(event) => props.onChange(event.currentTarget.value)}
        onBlur={props.onLeave}
      />
      {'suffixLabel' in input && input.suffixLabel && <span class="affix">{input.suffixLabel}</span>}
      {isSecret && (
        <button
          class="in-control"
          type="button"
          aria-pressed={isRevealed}
          aria-label={`${texts.fields.show}: ${input.title}`}
          onClick={() => setRevealed(!isRevealed)}
        >
          {isRevealed ? texts.fields.hide : texts.fields.show}
        </button>
      )}
    </div>
  )
}

export function TextAreaControl({ input, value, ...props }: ControlProps<'TEXTAREA_NO_VARS'>) {
  return (
    <textarea
      id={props.id}
      class="control"
      rows={4}
      value={value === undefined || value === null ? '' : String(value)}
      placeholder={input.placeholder}
      aria-required={input.required !== false}
      aria-describedby={props.describedBy}
      aria-invalid={props.isInvalid || undefined}
      onInput={(event) => props.onChange(event.currentTarget.value)}
      onBlur={props.onLeave}
    />
  )
}

/** A text that is only there to be copied, such as the address of a webhook. */
export function CopyControl({ id, value, describedBy }: ControlProps<'COPYABLE_BUTTON_INPUT'>) {
  const [isCopied, setCopied] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const text = value === undefined || value === null ? '' : String(value)

  async function copy() {
    // Selected as well, so that a browser which forbids writing leaves the user one key away.
    field.current?.select()
    await navigator.clipboard
      .writeText(text)
      .then(() => setCopied(true))
      .catch(() => undefined)
  }

  return (
    <div class="control-row">
      <input ref={field} id={id} class="control" readOnly value={text} aria-describedby={describedBy} />
      <button class="in-control" type="button" onClick={() => void copy()}>
        {isCopied ? texts.fields.copied : texts.fields.copy}
      </button>
      <span class="only-heard" role="status">
        {isCopied && texts.fields.copied}
      </span>
    </div>
  )
}
