import { z } from 'zod'

/** One choice of a dropdown, as existing clients read it. */
export const InputOption = z.object({
  value: z.union([z.string(), z.number(), z.boolean()]),
  label: z.string(),
  subtitle: z.string().optional(),
})
export type InputOption = z.infer<typeof InputOption>

const MAX_PATTERN_LENGTH = 200

/**
 * A regular expression that the team wrote. It runs on what connected users type: the engine backtracks, so a pattern
 * such as `(a+)+$` takes time that grows with the value. Bounds on the length of both keep polynomial patterns cheap;
 * against exponential ones the server brings a {@link Matcher} that gives up.
 */
const Pattern = z.string().max(MAX_PATTERN_LENGTH).refine(compiles, 'must be a regular expression')

function compiles(pattern: string): boolean {
  try {
    return Boolean(new RegExp(pattern))
  } catch {
    return false
  }
}

const common = {
  id: z.string().min(1).describe('the key under which the value is stored'),
  title: z.string(),
  subtitle: z.string().optional(),
  placeholder: z.string().optional(),
  required: z.boolean().optional().describe('absent means required'),
  defaultValue: z.unknown().optional(),
  tooltip: z.string().optional(),
  hidden: z.boolean().optional(),
  readOnly: z.boolean().optional(),
  with: z.string().optional().describe('id of an input that is required where this one has a value'),
  section: z.string().optional().describe('heading of inputs that few need: shown when it is opened'),
  documentationLink: z.url().optional(),
  documentationLinkLabel: z.string().optional(),
}
const text = {
  ...common,
  pattern: Pattern.optional().describe('a regular expression the value must match'),
  example: z.string().optional().describe('what a valid value looks like, for the error message'),
  prefixLabel: z.string().optional(),
  suffixLabel: z.string().optional(),
}
const source = z.string().describe('name of a source that the provider page declares')
const mappings = z.array(z.object({ label: z.string() })).default([])

/**
 * A field that the connected user fills in, in every type existing clients know (`wire` section 6), the file pickers
 * aside: user settings, workflow settings, and what a form asks before or after connecting.
 */
export const Input = z.discriminatedUnion('type', [
  z.object({ type: z.literal('TEXT_NO_VARS'), ...text }),
  z.object({ type: z.literal('TEXTAREA_NO_VARS'), ...text }),
  z.object({
    type: z.literal('PASSWORD'),
    ...text,
    holds: z
      .literal('service_account')
      .optional()
      .describe('the JSON file of a service account: of many lines, pasted, dropped or chosen'),
  }),
  z.object({ type: z.literal('EMAIL'), ...common }),
  z.object({ type: z.literal('URL'), ...common }),
  z.object({ type: z.literal('NUMBER'), ...common }),
  z.object({ type: z.literal('BOOLEAN_INPUT'), ...common }),
  z.object({ type: z.literal('SWITCH'), ...common }),
  z.object({
    type: z.literal('ENUM'),
    ...common,
    values: z.array(InputOption),
    allowCustom: z.boolean().optional().describe('the user may also type a value of their own'),
    pattern: Pattern.optional().describe('a regular expression that a value of their own must match'),
    example: z.string().optional(),
  }),
  z.object({ type: z.literal('DYNAMIC_ENUM'), ...common, sourceType: source }),
  z.object({
    type: z.literal('CUSTOM_DROPDOWN'),
    ...common,
    key: z.string(),
    customDropdownOptions: z.array(InputOption).optional(),
  }),
  z.object({
    type: z.literal('COMBO_INPUT'),
    ...common,
    sourceType: source,
    savedFieldMappings: mappings.optional(),
  }),
  z.object({ type: z.literal('DYNAMIC_COMBO_INPUT'), ...common, sourceType: source }),
  z.object({
    type: z.literal('FIELD_MAPPER'),
    ...common,
    sourceType: source.optional(),
    savedFieldMappings: mappings,
    useDynamicMapper: z.boolean().optional(),
    dynamicObjectName: z.string().optional(),
  }),
  z.object({ type: z.literal('COPYABLE_BUTTON_INPUT'), ...common }),
  z.object({
    type: z.literal('PERMISSION'),
    ...common,
    requiredScopes: z.array(z.string()).default([]),
    scopes: z.object({
      values: z.array(
        z.object({
          name: z.string(),
          description: z.string(),
          label: z.string().optional(),
          required: z.boolean().optional(),
        }),
      ),
    }),
  }),
])
export type Input = z.infer<typeof Input>
export type InputType = Input['type']

/** Why a value does not fit its input. Pages turn it into words, so it is a code and not a sentence. */
export type InputProblem =
  | 'required'
  | 'not_a_text'
  | 'pattern'
  | 'service_account'
  | 'email'
  | 'url'
  | 'number'
  | 'boolean'
  | 'option'
  | 'shape'

/** RFC 5321 §4.5.3.1.3 leaves room for no longer address. */
const MAX_EMAIL_LENGTH = 254
/** Longer than any key or token a person pastes, short enough to keep. */
const MAX_TEXT_LENGTH = 20_000
/** Longest value that is held against a pattern. */
const MAX_MATCHED_LENGTH = 1_000

/** Whether a text fits a regular expression that a team wrote. */
export type Matcher = (text: string, pattern: string) => boolean

/** For a browser, where a slow pattern delays only the one who typed. */
const plainMatcher: Matcher = (text, pattern) => new RegExp(pattern).test(text)

/** What is wrong with the value of one input, or `undefined`. An empty optional value is fine. */
export function inputProblem(
  input: Input,
  value: unknown,
  matches: Matcher = plainMatcher,
): InputProblem | undefined {
  if (!isGiven(value)) {
    const asksNothing =
      input.type === 'COPYABLE_BUTTON_INPUT' || input.type === 'BOOLEAN_INPUT' || input.type === 'SWITCH'
    return input.required === false || input.hidden || asksNothing ? undefined : 'required'
  }
  return checks[input.type](value, input as never, matches)
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

type Check<Type extends InputType> = (
  value: unknown,
  input: Extract<Input, { type: Type }>,
  matches: Matcher,
) => InputProblem | undefined

type AnyCheck = (value: unknown) => InputProblem | undefined

const isText: AnyCheck = (value) =>
  typeof value === 'string' && value.length <= MAX_TEXT_LENGTH ? undefined : 'not_a_text'
const matchesPattern = (
  value: unknown,
  { pattern }: { pattern?: string | undefined },
  matches: Matcher,
): InputProblem | undefined => {
  if (pattern === undefined) return isText(value)
  const fits = (text: string) => text.length <= MAX_MATCHED_LENGTH && matches(text, pattern)
  return isText(value) ?? (fits(String(value)) ? undefined : 'pattern')
}
/** One `@`, something before it, and a dot within what follows; without a regular expression that could backtrack. */
function isEmail(text: string): boolean {
  if (text.length > MAX_EMAIL_LENGTH || /\s/.test(text)) return false
  const [name, host = '', ...more] = text.split('@')
  return name !== '' && host.slice(1, -1).includes('.') && more.length === 0
}
/** Of another kind of key, as of an OAuth client, `type` is missing or another. */
function isServiceAccount(text: string): boolean {
  try {
    const file: unknown = JSON.parse(text)
    if (typeof file !== 'object' || file === null) return false
    const { type, client_email, private_key } = file as Record<string, unknown>
    return type === 'service_account' && [client_email, private_key].every((part) => typeof part === 'string')
  } catch {
    return false
  }
}
const isBoolean: AnyCheck = (value) => (typeof value === 'boolean' ? undefined : 'boolean')
const isOption: AnyCheck = (value) =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? undefined : 'option'
const isObject: AnyCheck = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'shape'

const checks: { [Type in InputType]: Check<Type> } = {
  TEXT_NO_VARS: matchesPattern,
  TEXTAREA_NO_VARS: matchesPattern,
  PASSWORD: (value, input, matches) =>
    matchesPattern(value, input, matches) ??
    (input.holds === undefined || isServiceAccount(String(value)) ? undefined : 'service_account'),
  EMAIL: (value) => isText(value) ?? (isEmail(String(value)) ? undefined : 'email'),
  URL: (value) =>
    isText(value) ?? (/^https?:\/\//i.test(String(value)) && URL.canParse(String(value)) ? undefined : 'url'),
  NUMBER: (value) => (String(value).trim() !== '' && Number.isFinite(Number(value)) ? undefined : 'number'),
  BOOLEAN_INPUT: isBoolean,
  SWITCH: isBoolean,
  ENUM: (value, input, matches) => {
    if (input.values.some((option) => option.value === value)) return undefined
    return input.allowCustom ? matchesPattern(value, input, matches) : 'option'
  },
  DYNAMIC_ENUM: isOption,
  CUSTOM_DROPDOWN: isOption,
  COMBO_INPUT: isObject,
  DYNAMIC_COMBO_INPUT: isObject,
  FIELD_MAPPER: isObject,
  COPYABLE_BUTTON_INPUT: isText,
  PERMISSION: (value, input) =>
    isText(value) ??
    (input.requiredScopes.every((scope) => String(value).split(' ').includes(scope))
      ? undefined
      : 'required'),
}

/** The problems of a whole form by input id; empty when everything fits. */
export function inputProblems(
  inputs: readonly Input[],
  values: Readonly<Record<string, unknown>>,
  matches?: Matcher,
): Record<string, InputProblem> {
  const problems: Record<string, InputProblem> = {}
  for (const input of inputs) {
    const isWanted = inputs.some((other) => other.with === input.id && isGiven(values[other.id]))
    const problem = inputProblem(isWanted ? { ...input, required: true } : input, values[input.id], matches)
    if (problem) problems[input.id] = problem
  }
  return problems
}
