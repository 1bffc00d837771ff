import * as v from 'valibot'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { checkFormat, type FormatProblem } from '../domain/format/check-format.ts'
import { type Format, gatherings, type Role, type Step } from '../domain/format/format.ts'
import { manners, type ShippedFormat } from '../domain/format/shipped-format.ts'
import { blockKinds } from '../domain/plan/plan.ts'
import { type Fault, faultsOf, shortName, version, written } from './written-content.ts'

const oneOf = <const T extends readonly string[]>(of: T) => v.picklist(of, `must be ${of.join(' or ')}`)
const count = v.pipe(v.number('must be a number'), v.integer('must be a whole number'), v.minValue(1))
const yes = v.literal(true, 'must be true, or left out')

const title = written(60)
const sentence = written(200)
const paragraph = written(600)

const part = { id: shortName, kind: v.literal('part'), name: title, task: sentence }

const role: v.GenericSchema<unknown, Role> = v.variant(
  'kind',
  [
    v.variant(
      'whose',
      [
        v.strictObject({ ...part, whose: v.literal('turn') }),
        v.strictObject({ ...part, whose: v.literal('rest') }),
        v.strictObject({ ...part, whose: v.literal('stage'), least: count, most: count }),
      ],
      'of a part must be turn, rest or stage',
    ),
    v.strictObject({ id: shortName, kind: v.literal('duty'), name: title, task: sentence }),
  ],
  'must be part or duty',
)

const step: v.GenericSchema<unknown, Step> = v.pipe(
  v.strictObject({
    id: shortName,
    /** Null goes on until the host does. Halves and quarters of a minute are fine. */
    minutes: v.nullable(
      v.pipe(v.number('must be a number of minutes, or null'), v.multipleOf(0.25, 'must be quarters')),
    ),
    together: oneOf(gatherings),
    speaks: v.optional(
      v.union(
        [v.picklist(['everyone', 'nobody']), v.pipe(v.array(shortName), v.minLength(1))],
        'must be everyone, nobody, or a list of parts',
      ),
      'everyone',
    ),
    turnedAway: v.optional(v.array(shortName), []),
    name: title,
    text: paragraph,
    textFor: v.optional(v.record(shortName, paragraph), {}),
    say: v.optional(paragraph),
    asks: v.optional(v.strictObject({ part: shortName, label: sentence })),
    onlyQuestions: v.optional(yes),
    stay: v.optional(v.strictObject({ kind: oneOf(['image', 'sound']), description: paragraph })),
  }),
  v.transform(({ minutes, ...rest }) => ({ ...rest, seconds: minutes === null ? null : minutes * 60 })),
)

const steps = v.optional(v.array(step), [])

const shape = v.strictObject({
  id: shortName,
  version,
  block: oneOf(blockKinds),
  manner: v.optional(oneOf(manners), 'talk'),
  variantOf: v.optional(shortName),
  title,
  about: paragraph,
  source: v.optional(
    v.strictObject({
      credit: v.pipe(v.string('must be text'), v.trim(), v.minLength(1, 'is empty')),
      address: v.pipe(v.string('must be text'), v.url('must be an address such as https://example.org')),
      licence: v.pipe(v.string('must be text'), v.trim(), v.minLength(1, 'is empty')),
    }),
  ),
  groups: v.union(
    [v.literal('everyone'), v.strictObject({ least: count, ideal: count, most: count })],
    'must be everyone, or least, ideal and most as whole numbers',
  ),
  regroups: v.optional(oneOf(['once', 'each-turn']), 'once'),
  roles: v.optional(v.array(role), []),
  turns: v.optional(v.union([v.literal('each'), v.number()], 'must be each, or a number'), 1),
  before: steps,
  turn: steps,
  after: steps,
  keepsNoNotes: v.optional(yes),
})

/**
 * Reads what a YAML file in `content/formats` held. Unknown fields are refused, so that a typing slip is seen; the
 * refusal lists every fault with the field it stands in.
 */
export function readFormatFile(raw: unknown): Result<ShippedFormat, Fault[]> {
  const parsed = v.safeParse(shape, raw)
  if (!parsed.success) return refuse(faultsOf(parsed.issues))
  const { block, manner, variantOf, ...rest } = parsed.output
  const format: Format = rest
  const problems = checkFormat(format)
  if (problems.length > 0) return refuse(problems.map((problem) => inWords(problem)))
  return accept({ id: format.id, format, block, manner, ...(variantOf ? { variantOf } : {}) })
}

const inWords = (problem: FormatProblem): Fault => {
  const field = 'where' in problem ? problem.where : (fields[problem.code] ?? '(the file)')
  const sentence = sentences[problem.code]
  return { field, problem: 'part' in problem ? sentence.replace('{part}', problem.part) : sentence }
}

const fields: Partial<Record<FormatProblem['code'], string>> = {
  'sizes-impossible': 'groups',
  'turns-out-of-range': 'turns',
  'each-needs-a-part': 'turns',
  'duty-needs-groups': 'roles',
  'turn-has-no-steps': 'turn',
}

const sentences: Record<FormatProblem['code'], string> = {
  'format-has-no-steps': 'there is no step in before, turn or after',
  'step-twice': 'two steps have this id',
  'role-twice': 'two roles have this id',
  'step-too-long': 'a step lasts from a second to two hours',
  'nobody-can-write': 'name at least one part that speaks, or say nobody',
  'part-unknown': 'there is no part called {part} among the roles',
  'turned-away-and-speaking': '{part} cannot speak and be turned away at once',
  'sizes-impossible': 'least, ideal and most must rise, from 2 to 12',
  'turns-out-of-range': 'must be a whole number from 1 to 12, or each',
  'each-needs-a-part': 'where each has a turn, there are groups, a part with whose: turn, and steps in turn',
  'duty-needs-groups': 'a duty goes to one of a group, and there are no groups',
  'pairs-need-groups': 'pairs sit within groups, and there are no groups',
  'groups-need-sizes': 'people sit in groups here, and groups has no sizes',
  'turn-has-no-steps': 'has several turns and no steps in them',
}
