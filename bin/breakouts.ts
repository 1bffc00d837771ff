import schema from '../packages/pairing/breakouts.schema.json' with { type: 'json' }
import {
  type Dealing,
  type Dealt,
  dealRoles,
  planRotation,
  type Refusal,
  type RolesRefusal,
  type RolesRequest,
  type Rotation,
  type RotationRequest,
} from '../packages/pairing/index.ts'
import { readJson, type Schema } from '../packages/small-cells/server.ts'
import { runOnJson, say, writeJson } from './json-in-out.ts'

type Input = RotationRequest & {
  roles?: Omit<RolesRequest, 'groups' | 'roles'> & { deal: RolesRequest['roles'] }
}

/** Round after round, so that who kept the notes in one is the last to keep them in the next. */
const dealAll = (given: { rotation: Rotation; roles: NonNullable<Input['roles']> }) => {
  const { deal, history = [], ...rest } = given.roles
  const before: Dealing[] = [...history]
  const rounds: Dealt[] = []
  for (const groups of given.rotation.rounds) {
    const dealt = dealRoles({ ...rest, groups, roles: deal, history: before })
    if (!dealt.ok) return dealt
    before.push(dealt.value.dealt)
    rounds.push(dealt.value)
  }
  return { ok: true as const, value: rounds }
}

/**
 * `kith breakouts`: JSON from a file or `-` (packages/pairing/breakouts.schema.json), the rounds as JSON to standard
 * output, one sentence to standard error. Answers 0 with rounds, 1 when the rules allow none (`refusal` says why), 2
 * when the input cannot be read, 3 when something failed that no input should make fail. Needs no site and no database.
 */
export const runBreakouts = (words: readonly string[]): Promise<0 | 1 | 2 | 3> =>
  runOnJson({
    command: 'breakouts',
    words,
    failed: (why) => `Nothing was planned, because something failed here (${why}).`,
    run: planText,
  })

const planText = async (text: string): Promise<0 | 1> => {
  const { roles, ...request } = readJson({ text, schema: schema as Schema }) as Input
  const planned = planRotation(request)
  if (!planned.ok) return refuse(planned.refusal)
  const dealt = roles ? dealAll({ rotation: planned.value, roles }) : null
  if (dealt && !dealt.ok) return refuse(dealt.refusal)
  await writeJson({ ...planned.value, ...(dealt ? { roles: dealt.value } : {}) })
  const { count, bound, isMet } = planned.value.repeats
  if (count === 0) say('Nobody meets anybody twice.')
  else if (isMet) say(`Repeated meetings cost ${rounded(count)}, and fewer are impossible.`)
  else say(`Repeated meetings cost ${rounded(count)}; fewer than ${rounded(bound)} are impossible.`)
  return 0
}

const refuse = async (refusal: Refusal | RolesRefusal): Promise<1> => {
  await writeJson({ refusal })
  say(`No groups: ${sentenceOf(refusal)}`)
  return 1
}

const rounded = (cost: number) => Math.round(cost * 100) / 100

const sentenceOf = (refusal: Refusal | RolesRefusal): string => {
  const pair = ([a, b]: readonly [string, string]) => `${a} and ${b}`
  const round = (number: number) => `round ${number + 1}`
  switch (refusal.code) {
    case 'nobody':
      return 'there are no people.'
    case 'out-of-range':
      return `${refusal.what} must be from ${refusal.least} to ${refusal.most}.`
    case 'named-twice':
      return `${refusal.id} is named twice in ${refusal.where}.`
    case 'unknown-person':
      return `${refusal.where} names ${refusal.id}, who is not among the people.`
    case 'unknown-role':
      return `skips names ${refusal.id}, which is not among the roles.`
    case 'no-such-round':
      return `${refusal.where} names round ${refusal.round}, counted from 0, and it is not planned.`
    case 'sizes-do-not-fit':
      return `${refusal.people} people in ${round(refusal.round)} cannot be parted into groups of these sizes.`
    case 'too-large':
      return `${refusal.meetings} meetings of two people are more than ${refusal.most}; make groups smaller.`
    case 'together-and-apart':
      return `${pair(refusal.people)} are to sit together and apart.`
    case 'locked-twice':
      return `${refusal.id} is in two locked groups in ${round(refusal.round)}.`
    case 'locked-apart':
      return `${pair(refusal.people)} are locked into one group in ${round(refusal.round)} and are to sit apart.`
    case 'locked-splits':
      return `a locked group of ${round(refusal.round)} parts ${pair(refusal.people)}, who are to sit together.`
    case 'too-many-together':
      return `${refusal.people} people are to sit together in ${round(refusal.round)}, and groups hold ${refusal.most} at most.`
    case 'no-groups':
      return refusal.isProved
        ? `no groups of ${round(refusal.round)} keep all the rules.`
        : `no groups of ${round(refusal.round)} that keep all the rules were found; there may be some.`
  }
}
