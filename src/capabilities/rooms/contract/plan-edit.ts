import type { PartChange } from '../domain/plan/edit-plan.ts'
import { type PollKind, pollKinds } from '../domain/polls/poll.ts'
import { type Naming, namings } from '../domain/room.ts'

/** Who the room is for and how, as the form of a plan sends it. `when` is local to the organisation: 2026-11-30T09:00. */
export type SettingsForm = {
  title: string
  when: string
  naming: Naming
  door: 'members' | 'code'
  keepsWordsDays: number
  hasCaptions: boolean
  isPractice: boolean
  link: string
}

/** One change to a plan. A part is named by its id. */
export type PlanEdit =
  | { do: 'add'; format: string }
  | { do: 'remove'; part: string }
  | { do: 'move'; part: string; to: 'earlier' | 'later'; change: PartForm }
  | { do: 'part'; part: string; change: PartForm }
  | { do: 'settings'; settings: SettingsForm }

/** `dilemma`: the id of one from the bank, which is put into what the part is about. */
export type PartForm = PartChange & { dilemma: string }

const LONGEST = 4_000
const text = (sent: FormData, name: string, most = LONGEST) =>
  String(sent.get(name) ?? '')
    .replaceAll('\r\n', '\n')
    .trim()
    .slice(0, most)

const linesOf = (sent: FormData, name: string) =>
  text(sent, name)
    .split('\n')
    .map((line) => line.trim())

/** What a form of the plan sent; undefined where it is none of its forms. Whether it can be led is checked later. */
export const readPlanEdit = (act: string, sent: FormData): PlanEdit | undefined => {
  const part = text(sent, 'part', 64)
  switch (act) {
    case 'add':
      return { do: 'add', format: text(sent, 'format', 64) }
    case 'remove':
      return { do: 'remove', part }
    case 'earlier':
    case 'later':
      return { do: 'move', part, to: act, change: partIn(sent) }
    case 'part':
      return { do: 'part', part, change: partIn(sent) }
    case 'settings':
      return { do: 'settings', settings: settingsIn(sent) }
    default:
      return undefined
  }
}

const partIn = (sent: FormData): PartForm => ({
  title: text(sent, 'title', 120),
  about: text(sent, 'about'),
  dilemma: text(sent, 'dilemma', 64),
  spread: sent.get('spread') === 'together' ? 'together' : 'new-people',
  seconds: lengthsIn(sent),
  poll: pollIn(sent),
  links: linesOf(sent, 'links'),
})

const STEP = 'minutes-'

/** In minutes and quarters of one, from `minutes-<step>`; empty goes on until the host does. */
const lengthsIn = (sent: FormData): Record<string, number | null> =>
  Object.fromEntries(
    [...sent.keys()]
      .filter((name) => name.startsWith(STEP))
      .flatMap((name) => {
        const written = text(sent, name, 10).replace(',', '.')
        const seconds = written === '' ? null : Math.round(Number(written) * 60)
        return seconds === null || Number.isFinite(seconds) ? [[name.slice(STEP.length), seconds]] : []
      }),
  )

const pollIn = (sent: FormData): PartForm['poll'] => {
  const question = text(sent, 'question', 280)
  if (question === '') return undefined
  const kind = text(sent, 'kind', 20)
  return {
    id: text(sent, 'poll', 64) || `${text(sent, 'part', 50)}-poll`,
    kind: isKind(kind) ? kind : 'single',
    question,
    options: linesOf(sent, 'options').filter((option) => option !== ''),
    secrecy: sent.get('secrecy') === 'named' ? 'named' : 'anonymous',
    ...(sent.get('outcome') === 'yes' ? { isOutcome: true } : {}),
  }
}

const isKind = (kind: string): kind is PollKind => (pollKinds as readonly string[]).includes(kind)

const settingsIn = (sent: FormData): SettingsForm => {
  const naming = text(sent, 'naming', 20)
  const days = Number(text(sent, 'keeps', 4))
  return {
    title: text(sent, 'title', 200),
    when: text(sent, 'when', 20),
    naming: (namings as readonly string[]).includes(naming) ? (naming as Naming) : 'name',
    door: sent.get('door') === 'members' ? 'members' : 'code',
    keepsWordsDays: Number.isInteger(days) ? days : 0,
    hasCaptions: sent.get('captions') === 'yes',
    isPractice: sent.get('practice') === 'yes',
    link: text(sent, 'link', 500),
  }
}
