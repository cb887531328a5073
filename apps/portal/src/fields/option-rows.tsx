import type { ComponentChildren } from 'preact'
import { Fragment } from 'preact'
import { useEffect } from 'preact/hooks'
import { texts } from '../texts/current.ts'
import type { Option } from './option-pages.ts'
import type { useOptions } from './use-options.ts'

/** From so many pixels above the end on, the next page is read. */
const NEAR_END_PX = 48

interface Props {
  id: string
  title: string
  list: ReturnType<typeof useOptions>
  active: number
  value: unknown
  search: string
  mark: ComponentChildren
  onPick(option: Option): void
}

/** The list below a combobox. The focus stays in its input, so that a press here must not take it away. */
export function OptionRows({ id, title, list, active, value, search, mark, onPick }: Props) {
  useEffect(() => {
    document.getElementById(`${id}-option-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [active])

  return (
    <div
      class="options"
      onPointerDown={(event) => event.preventDefault()}
      onScroll={({ currentTarget: box }) => {
        if (box.scrollTop + box.clientHeight >= box.scrollHeight - NEAR_END_PX) list.more()
      }}
    >
      <div id={`${id}-list`} role="listbox" aria-label={title}>
        {list.options.map((option, index) => (
          <Fragment key={String(option.value)}>
            {option.group && option.group !== list.options[index - 1]?.group && (
              <div class="option-group" role="presentation">
                {option.group}
              </div>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the combobox's input has the focus and its keys */}
            <div
              id={`${id}-option-${index}`}
              class={index === active ? 'option option-active' : 'option'}
              role="option"
              tabIndex={-1}
              aria-selected={option.value === value}
              aria-describedby={option.subtitle ? `${id}-option-${index}-more` : undefined}
              onClick={() => onPick(option)}
            >
              <span class="option-label">{option.label}</span>
              {option.subtitle && (
                <span id={`${id}-option-${index}-more`} class="option-more">
                  {option.subtitle}
                </span>
              )}
              {option.value === value && mark}
            </div>
          </Fragment>
        ))}
      </div>
      {list.status === 'failed' && (
        <p class="options-note">
          {texts.fields.failed}{' '}
          <button class="link" type="button" tabIndex={-1} onClick={list.retry}>
            {texts.retry}
          </button>
        </p>
      )}
      <p
        class={list.status === 'ready' && list.options.length > 0 ? 'only-heard' : 'options-note'}
        role="status"
      >
        {statusText(list, search)}
      </p>
    </div>
  )
}

function statusText({ status, options }: Props['list'], search: string): string {
  if (status === 'failed') return ''
  if (status === 'loading') return options.length > 0 ? texts.fields.loadingMore : texts.loading
  if (options.length > 0) return texts.fields.results(options.length)
  return search ? texts.fields.nothingFound : texts.fields.nothingThere
}
