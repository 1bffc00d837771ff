import type { Press } from '../contract/press.ts'
import type { RoomRefusal } from '../domain/refusals.ts'
import { pauseBefore } from './pauses.ts'
import type { Posted, World } from './world.client.ts'

export type PressAnswer =
  | { ok: true; number: number }
  | { ok: false; refusal: RoomRefusal | { code: 'no-answer' } }

/** A press that was refused after a reload: nobody waits for its answer any more, and what was written is not lost. */
export type Returned = { press: Press; refusal: Extract<PressAnswer, { ok: false }>['refusal'] }

/** A press that has no answer yet, and the step in which it was pressed. */
type Kept = { press: Press; move: number | undefined }
type Waiting = Kept & { answer(answer: PressAnswer): void }

/** An answer that the site itself gives when something went wrong in it; asking for ever would change nothing. */
const MOST_FAILURES = 3

/** What is only meant for the step in which it was pressed. */
const ofItsStep: ReadonlySet<Press['command']['do']> = new Set(['be-ready', 'take-turn'])

/**
 * Presses leave one after another, in the order of pressing, each with an id of its own; one without an answer is sent
 * again with the same id, so that it counts once. What waits is kept for this tab and outlives a reload.
 */
export const openOutbox = (on: {
  world: World
  /** The name under which what waits is kept. */
  kept: string
  post(press: Press): Promise<Posted>
  moveNow(): number | undefined
  changed(): void
}) => {
  const { world } = on
  let returned: readonly Returned[] = []
  let queue: Waiting[] = readKept(world.readKept(on.kept)).map((kept) => ({
    ...kept,
    answer: (answer) => {
      if (!answer.ok && !isClosed) returned = [...returned, { press: kept.press, refusal: answer.refusal }]
    },
  }))
  let tries = 0
  let failures = 0
  let isSending = false
  let isClosed = false
  let stopWaiting = () => {}

  const keep = () => {
    const kept: Kept[] = queue.map(({ press, move }) => ({ press, move }))
    world.keep(on.kept, JSON.stringify(kept))
    on.changed()
  }
  const settle = (one: Waiting, answer: PressAnswer) => {
    queue = queue.filter((other) => other !== one)
    tries = 0
    failures = 0
    one.answer(answer)
    keep()
  }
  const later = () => {
    stopWaiting()
    stopWaiting = world.wait(pauseBefore(tries, world.chance()), send)
    tries += 1
  }
  const send = async (): Promise<void> => {
    const [one] = queue
    if (!one || isSending || isClosed) return
    stopWaiting()
    if (tries > 0 && isLate(one, on.moveNow())) {
      settle(one, { ok: false, refusal: { code: 'rooms/has-moved-on' } })
      return send()
    }
    isSending = true
    const posted = await on.post(one.press)
    isSending = false
    if (isClosed) return
    const answer = answerIn(posted)
    if (!answer && posted?.status === 500) failures += 1
    if (!answer && failures < MOST_FAILURES) return later()
    settle(one, answer ?? { ok: false, refusal: { code: 'no-answer' } })
    return send()
  }
  void send()

  return {
    press: (command: Press['command']): Promise<PressAnswer> =>
      new Promise((answer) => {
        queue.push({ press: { id: world.newId(), command }, move: on.moveNow(), answer })
        keep()
        void send()
      }),
    waiting: (): readonly Press[] => queue.map(({ press }) => press),
    /** Each is given back once. */
    takeReturned: (): readonly Returned[] => {
      const taken = returned
      returned = []
      return taken
    },
    /** The stream is back: no need to wait longer. */
    hurry: (): void => {
      if (tries > 0) void send()
    },
    close: (): void => {
      isClosed = true
      stopWaiting()
      for (const { answer } of queue) answer({ ok: false, refusal: { code: 'no-answer' } })
    },
  }
}

const isLate = ({ press, move }: Kept, now: number | undefined) =>
  ofItsStep.has(press.command.do) && move !== undefined && now !== undefined && move !== now

const readKept = (text: string | null): Kept[] => {
  try {
    const read: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(read) ? read.filter(isKept) : []
  } catch {
    return []
  }
}

const isKept = (one: unknown): one is Kept =>
  typeof one === 'object' && one !== null && 'press' in one && typeof one.press === 'object'

/** Too slow, too early, too many, or a site that cannot reach its database: come again. */
const comeAgain: ReadonlySet<unknown> = new Set(['rooms/too-many-presses', 'rooms/out-of-reach'])
const comeAgainStatus: ReadonlySet<number> = new Set([408, 425, 429])

/** The answer to what is asked once and not again. */
export const answerOf = (posted: Posted): PressAnswer =>
  answerIn(posted) ?? { ok: false, refusal: { code: 'no-answer' } }

/** Undefined where nobody of the site has answered: no network, a proxy, a site that begins anew. */
const answerIn = (posted: Posted): PressAnswer | undefined => {
  if (!posted) return undefined
  const { status, said } = posted
  if (typeof said === 'object' && said !== null) {
    if ('number' in said && typeof said.number === 'number') return { ok: true, number: said.number }
    const refusal = 'refusal' in said ? said.refusal : said
    const code = typeof refusal === 'object' && refusal !== null && 'code' in refusal ? refusal.code : ''
    if (comeAgain.has(code)) return undefined
    if (String(code).startsWith('rooms/')) return { ok: false, refusal: refusal as RoomRefusal }
  }
  const isAnswer = status >= 400 && status < 500 && !comeAgainStatus.has(status)
  return isAnswer ? { ok: false, refusal: { code: 'no-answer' } } : undefined
}
