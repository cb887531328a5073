import type { Input, InputProblem, InputType } from '@tenon/core'
import type { ComponentType } from 'preact'
import { ExternalLink } from '../parts/external-link.tsx'
import { texts } from '../texts/current.ts'
import { AccountListControl, CustomDropdownControl, EnumControl } from './choice-controls.tsx'
import { ComboControl, DynamicComboControl } from './combo-controls.tsx'
import type { ControlProps } from './context.ts'
import { FieldMapperControl } from './field-mapper.tsx'
import { SecretFileControl } from './secret-file-control.tsx'
import { CopyControl, TextAreaControl, TextControl } from './text-controls.tsx'
import { CheckControl, PermissionControl, SwitchControl } from './toggle-controls.tsx'

/** The control of every input type. */
const controls: { [Type in InputType]: ComponentType<ControlProps<Type>> } = {
  TEXT_NO_VARS: TextControl,
  TEXTAREA_NO_VARS: TextAreaControl,
  PASSWORD: TextControl,
  EMAIL: TextControl,
  URL: TextControl,
  NUMBER: TextControl,
  BOOLEAN_INPUT: CheckControl,
  SWITCH: SwitchControl,
  ENUM: EnumControl,
  DYNAMIC_ENUM: AccountListControl,
  CUSTOM_DROPDOWN: CustomDropdownControl,
  COMBO_INPUT: ComboControl,
  DYNAMIC_COMBO_INPUT: DynamicComboControl,
  FIELD_MAPPER: FieldMapperControl,
  COPYABLE_BUTTON_INPUT: CopyControl,
  PERMISSION: PermissionControl,
}

/** Made of several controls, so that the title names a group and not one of them. */
const groups: ReadonlySet<InputType> = new Set<InputType>(['COMBO_INPUT', 'FIELD_MAPPER', 'PERMISSION'])

interface Props extends Pick<ControlProps, 'id' | 'value' | 'onChange' | 'onLeave'> {
  input: Input
  problem: InputProblem | undefined
  /** Why the value was refused after it was sent. */
  refusal: string | undefined
}

/** One input with its title, hints and problem. */
export function Field({ id, input, problem, refusal, ...props }: Props) {
  const isFile = input.type === 'PASSWORD' && input.holds !== undefined
  const Control = (isFile ? SecretFileControl : controls[input.type]) as ComponentType<ControlProps>
  const isGroup = groups.has(input.type)
  const hints = [input.subtitle, input.tooltip].filter(Boolean).join(' ')
  const wrong = problem ? texts.problems[problem]('example' in input ? input.example : undefined) : refusal
  const describedBy = [hints && `${id}-hint`, wrong && `${id}-problem`].filter(Boolean).join(' ') || undefined
  const Frame = isGroup ? 'fieldset' : 'div'
  // Screen readers are told by `aria-required`.
  const mark = isToFillIn(input) && (
    <span class="required" aria-hidden="true">
      {texts.required}
    </span>
  )
  return (
    <Frame class={`field field-${input.type.toLowerCase().replaceAll('_', '-')}`}>
      {isGroup ? (
        <legend class="field-title">
          {input.title}
          {mark}
        </legend>
      ) : (
        <div class="field-title">
          <label for={id}>{input.title}</label>
          {mark}
        </div>
      )}
      {hints && (
        <p id={`${id}-hint`} class="hint">
          {hints}
        </p>
      )}
      {/* Disables all that is in it, without a box of its own. */}
      <fieldset class="bare" disabled={input.readOnly && input.type !== 'COPYABLE_BUTTON_INPUT'}>
        <Control {...props} id={id} input={input} describedBy={describedBy} isInvalid={wrong !== undefined} />
      </fieldset>
      {input.documentationLink && (
        <p class="hint">
          <ExternalLink href={input.documentationLink}>
            {input.documentationLinkLabel ?? texts.about.more}
          </ExternalLink>
        </p>
      )}
      {wrong && (
        <p id={`${id}-problem`} class="problem">
          {wrong}
        </p>
      )}
    </Frame>
  )
}

/** Types that have an answer from the start: there is nothing that could be missing. */
const answered: ReadonlySet<InputType> = new Set<InputType>([
  'SWITCH',
  'BOOLEAN_INPUT',
  'COPYABLE_BUTTON_INPUT',
  'PERMISSION',
])

function isToFillIn({ type, required, readOnly }: Input): boolean {
  return required !== false && !readOnly && !answered.has(type)
}
