import { Temporal } from 'temporal-polyfill'
import { mailDomain, professions, shifts, type Team, teams } from './hospital.ts'
import { names } from './names.ts'
import { type Seeded, seeded } from './seeded.ts'

export type Person = {
  name: string
  email: string
  path: readonly string[]
  profession: string
  languages: readonly string[]
  /** ISO day. */
  startOn: string
  workplace: string
  shift: string
  /** Names of the units that she leads. */
  leads: readonly string[]
}

/** The people whom the sign-in links lead to. The operator is on no staff list. */
export const known = {
  member: { name: 'Amara Osei', email: `amara.osei@${mailDomain}`, team: 'Surgery' },
  lead: { name: 'Jonas Lindqvist', email: `jonas.lindqvist@${mailDomain}`, team: 'Surgery' },
  wellbeing: { name: 'Ines Marchetti', email: `ines.marchetti@${mailDomain}`, team: 'Offices and estates' },
  administrator: {
    name: 'Marta Kowalczyk',
    email: `marta.kowalczyk@${mailDomain}`,
    team: 'Offices and estates',
  },
  operator: { name: 'Ruben Tavares', email: `ruben.tavares@${mailDomain}` },
} as const

const professionOf: Record<string, string> = {
  [known.member.name]: 'Nurse',
  [known.lead.name]: 'Head nurse',
  [known.wellbeing.name]: 'Occupational psychologist',
  [known.administrator.name]: 'Personnel',
}

/**
 * Who came lately, by days ago. Nine at once may be shown week by week; of one alone the whole says nothing, and its
 * trend becomes a mean of weeks.
 */
const newcomers: readonly { daysAgo: number; people: number }[] = [
  { daysAgo: 40, people: 9 },
  { daysAgo: 9, people: 1 },
]

/** Everybody on the staff list, the same for the same day: 302 people. */
export const makeStaff = (given: { today: string }): Person[] => {
  const chance = seeded('Alder Bridge')
  const taken = new Set<string>(Object.values(known).map(({ name }) => name))
  const today = Temporal.PlainDate.from(given.today)
  const staff = teams.flatMap((team) => {
    const here = Object.values(known).filter((one) => 'team' in one && one.team === team.path.at(-1))
    const ofKnown = here.findIndex(({ name }) => name === known.lead.name)
    const leadAt = ofKnown < 0 ? here.length : ofKnown
    return Array.from({ length: team.size }, (_, at) =>
      makePerson({ team, at, isLead: at === leadAt, here: here[at], chance, taken, today }),
    )
  })
  const others = staff.filter(({ name, leads }) => leads.length === 0 && !(name in professionOf))
  const came = new Map(
    newcomers.flatMap(({ daysAgo, people }) =>
      Array.from({ length: people }, () => [chance.pick(others), daysAgo] as const),
    ),
  )
  return staff.map((person) => {
    const days = came.get(person)
    return days === undefined ? person : { ...person, startOn: today.subtract({ days }).toString() }
  })
}

const makePerson = (on: {
  team: Team
  at: number
  isLead: boolean
  here: { name: string; email: string } | undefined
  chance: Seeded
  taken: Set<string>
  today: Temporal.PlainDate
}): Person => {
  const { team, here, chance, today } = on
  const made = newName(on)
  const name = here?.name ?? made.name
  const own = team.path.at(-1) ?? ''
  // The head of the therapists leads all clinical services too.
  const leads = on.isLead ? (own === 'Therapies' ? team.path : [own]) : []
  return {
    name,
    email: here?.email ?? made.email,
    path: team.path,
    profession: professionOf[name] ?? chance.pick(professions[team.work]),
    languages: [...new Set(['en', made.language])],
    startOn: today.subtract({ days: 120 + Math.floor(chance.next() * 5000) }).toString(),
    workplace: team.workplace,
    shift: shiftOf({ team, at: on.at }),
    leads,
  }
}

/** By turns and not by chance, so that everything else about these people stays as it was. */
const shiftOf = ({ team, at }: { team: Team; at: number }): string => {
  const patterns = shifts[team.work]
  return patterns[at % patterns.length] ?? 'Days'
}

const newName = ({ chance, taken }: { chance: Seeded; taken: Set<string> }) => {
  for (;;) {
    const { given, family, language } = chance.pick(names)
    const name = `${chance.pick(given)} ${chance.pick(family)}`
    if (taken.has(name)) continue
    taken.add(name)
    const local = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll(' ', '.')
    return { name, email: `${local}@${mailDomain}`, language }
  }
}

/** The staff list as a spreadsheet would write it. */
export const rosterCsv = (staff: readonly Person[]): string =>
  [
    'Name,E-mail,Unit path,Profession,Languages,Start day,Site,Shift pattern',
    ...staff.map(({ name, email, path, profession, languages, startOn, workplace, shift }) =>
      [name, email, path.join(' > '), profession, languages.join('; '), startOn, workplace, shift].join(','),
    ),
  ].join('\n')
