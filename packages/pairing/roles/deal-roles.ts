import { accept, type Result, refuse } from '../rotation/request.ts'
import { assign } from './assignment.ts'

/** Something to be done in each group: by one person, by several, or by everybody who has nothing else to do. */
export type Role = {
  readonly id: string
  readonly places?: number | 'rest'
  /** Only for people who can do this. */
  readonly needs?: string
}

/** Who had which role, of one round or one session. */
export type Dealing = readonly { readonly person: string; readonly role: string }[]

export type RolesRequest = {
  readonly groups: readonly (readonly string[])[]
  /** The most important first: where a group is too small, the last ones stay open. */
  readonly roles: readonly Role[]
  /** Earlier dealings, the oldest first, of this session and of others. */
  readonly history?: readonly Dealing[]
  /** "Not me today": nobody has to say why. Without a role, none at all. */
  readonly skips?: readonly { readonly person: string; readonly role?: string }[]
  readonly can?: Readonly<Record<string, readonly string[]>>
}

export type Dealt = {
  readonly dealt: readonly { readonly group: number; readonly person: string; readonly role: string }[]
  /** Places that stay open: there are too few people, nobody can, or whoever can would rather not. */
  readonly open: readonly {
    readonly group: number
    readonly role: string
    readonly why: 'too-few' | 'nobody-can' | 'nobody-wants'
  }[]
}

export type RolesRefusal =
  | { readonly code: 'named-twice'; readonly id: string; readonly where: 'groups' | 'roles' }
  | { readonly code: 'out-of-range'; readonly what: string; readonly least: number; readonly most: number }
  | { readonly code: 'unknown-role'; readonly id: string }

/** Whole numbers of steps so far apart that no sum over one group reaches the next. */
const OPEN = 1e12
const TIMES = 1e7
const LOAD = 1e3
/** Further back, and more often, than this is all the same. */
const MOST_TIMES = 300
const MOST_GROUP = 100
const MOST_ROLES = 30

/**
 * Deals roles so that nobody always keeps the notes: in each group the assignment with as many places filled as can be,
 * then the least sum of squares of how often each has had that role, then of how often any role, then whoever waited
 * longest. In a circle that stays the same, after k meetings of k people everybody had each role once. One role a
 * person; a wish to skip always holds. Same request, same answer.
 */
export const dealRoles = (request: RolesRequest): Result<Dealt, RolesRefusal> => {
  const fault = faultOf(request)
  if (fault) return refuse(fault)
  const past = pastOf(request.history ?? [])
  const each = request.groups.map((people, group) => dealGroup({ request, past, people, group }))
  return accept({ dealt: each.flatMap(({ dealt }) => dealt), open: each.flatMap(({ open }) => open) })
}

const faultOf = ({ groups, roles, skips = [] }: RolesRequest): RolesRefusal | null => {
  const twice = (ids: readonly string[]) => ids.find((id, at) => ids.indexOf(id) !== at)
  const role = twice(roles.map(({ id }) => id))
  if (role !== undefined) return { code: 'named-twice', id: role, where: 'roles' }
  const seen = new Set<string>()
  for (const person of groups.flat()) {
    if (seen.has(person)) return { code: 'named-twice', id: person, where: 'groups' }
    seen.add(person)
  }
  const stranger = skips.find(({ role }) => role !== undefined && !roles.some(({ id }) => id === role))
  if (stranger?.role !== undefined) return { code: 'unknown-role', id: stranger.role }
  const isOutside = (value: number, least: number, most: number) =>
    !(Number.isSafeInteger(value) && value >= least && value <= most)
  if (isOutside(roles.length, 0, MOST_ROLES))
    return { code: 'out-of-range', what: 'roles', least: 0, most: MOST_ROLES }
  if (groups.some(({ length }) => length > MOST_GROUP))
    return { code: 'out-of-range', what: 'groups', least: 0, most: MOST_GROUP }
  if (roles.some(({ places = 1 }) => places !== 'rest' && isOutside(places, 0, MOST_GROUP)))
    return { code: 'out-of-range', what: 'roles.places', least: 0, most: MOST_GROUP }
  return null
}

type Past = {
  times(person: string, role: string): number
  load(person: string): number
  /** How many dealings ago, at most `MOST_TIMES`; never is longest. */
  wait(person: string, role: string): number
}

const pastOf = (history: readonly Dealing[]): Past => {
  const times = new Map<string, number>()
  const load = new Map<string, number>()
  const last = new Map<string, number>()
  const key = (person: string, role: string) => JSON.stringify([person, role])
  history.forEach((dealing, at) => {
    for (const { person, role } of dealing) {
      times.set(key(person, role), (times.get(key(person, role)) ?? 0) + 1)
      load.set(person, (load.get(person) ?? 0) + 1)
      last.set(key(person, role), at)
    }
  })
  const within = (value: number) => Math.min(value, MOST_TIMES)
  return {
    times: (person, role) => within(times.get(key(person, role)) ?? 0),
    load: (person) => within(load.get(person) ?? 0),
    wait: (person, role) =>
      within(history.length - (last.get(key(person, role)) ?? Number.NEGATIVE_INFINITY)),
  }
}

const dealGroup = (given: {
  request: RolesRequest
  past: Past
  people: readonly string[]
  group: number
}): { dealt: Dealt['dealt'][number][]; open: Dealt['open'][number][] } => {
  const { request, past, people, group } = given
  const { roles, skips = [], can = {} } = request
  const isAble = (person: string, { needs }: Role) =>
    needs === undefined || (Object.hasOwn(can, person) && (can[person]?.includes(needs) ?? false))
  const isWilling = (person: string, { id }: Role) =>
    !skips.some((skip) => skip.person === person && (skip.role === undefined || skip.role === id))
  const places = roles.flatMap((role, rank) =>
    role.places === 'rest' ? [] : new Array(role.places ?? 1).fill({ role, rank }),
  ) as { role: Role; rank: number }[]
  const price = (person: string, role: Role) => {
    if (!isAble(person, role) || !isWilling(person, role)) return 2 * OPEN * (MOST_ROLES + 1)
    const squares = TIMES * (2 * past.times(person, role.id) + 1)
    return squares + LOAD * (2 * past.load(person) + 1) + MOST_TIMES - past.wait(person, role.id)
  }
  // After the people a place of its own for each that stays open: dearer than anybody, the more so the more important.
  const costs = places.map(({ role, rank }) => [
    ...people.map((person) => price(person, role)),
    ...places.map(() => OPEN * (MOST_ROLES - rank)),
  ])
  const { columns } = assign(costs)
  const busy = new Set<string>()
  const dealt: Dealt['dealt'][number][] = []
  const open: Dealt['open'][number][] = []
  places.forEach(({ role }, at) => {
    const person = people[columns[at] ?? 0]
    if (person !== undefined) {
      busy.add(person)
      dealt.push({ group, person, role: role.id })
      return
    }
    const able = people.filter((one) => isAble(one, role))
    const willing = able.filter((one) => isWilling(one, role))
    const why = able.length === 0 && people.length > 0 ? 'nobody-can' : 'nobody-wants'
    open.push({ group, role: role.id, why: willing.length > 0 || people.length === 0 ? 'too-few' : why })
  })
  const rest = roles.find(({ places }) => places === 'rest')
  for (const person of people)
    if (rest && !busy.has(person) && isAble(person, rest) && isWilling(person, rest))
      dealt.push({ group, person, role: rest.id })
  return { dealt, open }
}
