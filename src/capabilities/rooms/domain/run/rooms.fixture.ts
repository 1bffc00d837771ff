import type { Format, Role, Step } from '../format/format.ts'
import type { Block, Plan } from '../plan/plan.ts'
import { apply } from './apply/apply.ts'
import type { Command, Deal } from './commands.ts'
import { decide, type Sender } from './decide/decide.ts'
import type { RoomEvent } from './events.ts'
import { takingPart } from './place.ts'
import { emptyRun, type Run } from './state.ts'

const words = (en: string) => ({ en })

export const aStep = (id: string, over: Partial<Step> = {}): Step => ({
  id,
  seconds: 60,
  together: 'everyone',
  speaks: 'everyone',
  turnedAway: [],
  name: words(id),
  text: words(id),
  textFor: {},
  ...over,
})

const client: Role = { id: 'client', kind: 'part', whose: 'turn', name: words('client'), task: words('ask') }
const consultant: Role = {
  id: 'consultant',
  kind: 'part',
  whose: 'rest',
  name: words('consultant'),
  task: words('help'),
}
const duty = (id: string): Role => ({ id, kind: 'duty', name: words(id), task: words(id) })

export const aFormat = (over: Partial<Format> = {}): Format => ({
  id: 'plain',
  version: '1',
  title: words('Plain'),
  about: words('Plain'),
  groups: 'everyone',
  regroups: 'once',
  roles: [],
  turns: 1,
  before: [],
  turn: [aStep('only', { seconds: null })],
  after: [],
  ...over,
})

export const wiseCrowds = aFormat({
  id: 'wise-crowds',
  groups: { least: 3, ideal: 5, most: 7 },
  roles: [client, consultant, duty('timekeeper'), duty('note-taker')],
  turns: 'each',
  turn: [
    aStep('present', {
      seconds: 120,
      together: 'groups',
      speaks: ['client'],
      asks: { part: 'client', label: words('What do you ask?') },
    }),
    aStep('clarify', { seconds: 180, together: 'groups' }),
    aStep('turned-away', {
      seconds: 480,
      together: 'groups',
      speaks: ['consultant'],
      turnedAway: ['client'],
    }),
    aStep('feedback', { seconds: 120, together: 'groups', speaks: ['client'] }),
  ],
  after: [aStep('look-back', { seconds: 60 })],
})

export const aBlock = (id: string, over: Partial<Block> = {}): Block => ({
  id,
  kind: 'chat',
  title: id,
  about: '',
  format: aFormat(),
  spread: 'new-people',
  ...over,
})

export const aPlan = (blocks: readonly Block[]): Plan => ({ blocks })

/** A room under test: what is done, is decided and applied; a refusal comes back as its code. */
export const aRoom = (plan: Plan) => {
  const run = emptyRun(plan)
  const log: RoomEvent[] = []
  let now = 1_000_000
  const act = (by: Sender, command: Command): string => {
    const decided = decide(run, command, { by, now })
    if (!decided.ok) return decided.refusal.code
    for (const event of decided.value) {
      log.push(event)
      apply(run, event)
    }
    return 'ok'
  }
  const sit = (seat: number, over: { name?: string; isHost?: boolean; held?: Record<string, number> } = {}) =>
    act('house', {
      do: 'sit',
      seat,
      name: over.name ?? `P${seat}`,
      profession: '',
      isHost: over.isHost ?? false,
      held: over.held ?? {},
    })
  return {
    run,
    log,
    act,
    sit,
    pass: (seconds: number) => {
      now += seconds * 1_000
    },
    now: () => now,
    /** The host is seat 1; the others take part. */
    fill: (people: number) => {
      sit(1, { isHost: true })
      for (let seat = 2; seat <= people + 1; seat += 1) sit(seat)
    },
    goOn: (deal?: Deal) => act(1, { do: 'go-on', move: run.move, deal }),
    ring: () => act('house', { do: 'ring', move: run.move }),
  }
}

/** Groups of `size` in the order of seats, the last one whatever is left. */
export const inOrder = (run: Run, size: number): Deal => {
  const seats = takingPart(run)
  const groups: { name: string; seats: number[] }[] = []
  for (let at = 0; at < seats.length; at += size)
    groups.push({ name: `Group ${groups.length + 1}`, seats: seats.slice(at, at + size) })
  return { groups }
}
