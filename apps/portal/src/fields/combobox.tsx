import type { TargetedKeyboardEvent } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { CheckIcon, CloseIcon, DownIcon } from '../parts/icons.tsx'
import { texts } from '../texts/current.ts'
import type { LoadPage, Option } from './option-pages.ts'
import { OptionRows } from './option-rows.tsx'
import { useOptions } from './use-options.ts'

interface Props {
  id: string
  title: string
  value: unknown
  load: LoadPage
  placeholder?: string | undefined
  describedBy?: string | undefined
  /** For a combobox inside a group: what it is called there. */
  label?: string
  isInvalid?: boolean
  isRequired?: boolean
  /** The user may take the choice away again. */
  isClearable?: boolean
  /** The user may also type a value of their own. */
  allowsCustom?: boolean
  onChange(value: unknown): void
  onLeave(): void
}

/**
 * A dropdown that can be searched and read page by page: ARIA's editable combobox with a list. Where the source may
 * change, give it a `key` that names the source.
 */
export function Combobox(props: Props) {
  const { id, title, value, load, allowsCustom, onChange } = props
  const [isOpen, setOpen] = useState(false)
  const [search, setSearch] = useState('')
  const [active, setActive] = useState(-1)
  const [picked, setPicked] = useState<Option>()
  const input = useRef<HTMLInputElement>(null)
  const hasValue = value !== undefined && value !== null && value !== ''
  // A stored value is a key: its label has to be read to be shown.
  const list = useOptions(load, search, isOpen || (hasValue && picked?.value !== value))
  const known = picked?.value === value ? picked : list.options.find((option) => option.value === value)
  const label = hasValue ? (known?.label ?? String(value)) : ''
  const typed = search.trim()
  const isOwn = Boolean(allowsCustom && typed && !list.options.some((option) => option.label === typed))
  const options: readonly Option[] = isOwn
    ? [...list.options, { value: typed, label: texts.fields.useTyped(typed) }]
    : list.options

  useEffect(() => {
    if (known && known !== picked) setPicked(known)
  }, [known])

  useEffect(() => {
    if (!isOpen) return
    document.getElementById(`${id}-list`)?.scrollIntoView({ block: 'nearest' })
  }, [isOpen, list.status])

  function open() {
    setOpen(true)
    setActive(options.findIndex((option) => option.value === value))
  }

  function close() {
    setOpen(false)
    setSearch('')
    setActive(-1)
  }

  function pick(option: Option | undefined) {
    if (!option) return
    const isTyped = isOwn && option === options.at(-1)
    setPicked(isTyped ? { value: typed, label: typed } : option)
    onChange(option.value)
    close()
  }

  function move(to: number) {
    setActive(Math.max(0, Math.min(to, options.length - 1)))
    if (to >= options.length - 1) list.more()
  }

  function enter() {
    if (list.status === 'failed') list.retry()
    else if (active >= 0) pick(options[active])
    else close()
  }

  const keys: Record<string, (() => void) | undefined> = {
    ArrowDown: () => (isOpen ? move(active + 1) : open()),
    ArrowUp: () => (isOpen ? move(active - 1) : open()),
    PageDown: isOpen ? () => move(active + 8) : undefined,
    PageUp: isOpen ? () => move(active - 8) : undefined,
    Enter: isOpen ? enter : undefined,
    Escape: isOpen ? close : undefined,
  }

  function onKeyDown(event: TargetedKeyboardEvent<HTMLInputElement>) {
    const act = event.isComposing ? undefined : keys[event.key]
    if (!act) return
    event.preventDefault()
    event.stopPropagation() // Escape closes the list, not the portal.
    act()
  }

  return (
    <div class="combobox">
      <input
        ref={input}
        id={id}
        class="control"
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-label={props.label}
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && active >= 0 ? `${id}-option-${active}` : undefined}
        aria-describedby={props.describedBy}
        aria-required={props.isRequired || undefined}
        aria-invalid={props.isInvalid || undefined}
        placeholder={isOpen ? label || texts.fields.search : (props.placeholder ?? texts.fields.choose)}
        value={isOpen ? search : label}
        onInput={(event) => {
          setSearch(event.currentTarget.value)
          setOpen(true)
          setActive(-1)
        }}
        onClick={() => (isOpen ? undefined : open())}
        onKeyDown={onKeyDown}
        onBlur={() => {
          if (isOpen && isOwn) pick(options.at(-1))
          else close()
          props.onLeave()
        }}
      />
      {props.isClearable && hasValue && (
        <button
          class="combobox-clear"
          type="button"
          aria-label={texts.fields.clear(props.label ?? title)}
          onClick={() => {
            onChange(undefined)
            input.current?.focus()
          }}
        >
          <CloseIcon />
        </button>
      )}
      <DownIcon />
      {isOpen && (
        <OptionRows
          id={id}
          title={props.label ?? title}
          list={{ ...list, options }}
          active={active}
          value={value}
          search={typed}
          onPick={pick}
          mark={<CheckIcon />}
        />
      )}
    </div>
  )
}
