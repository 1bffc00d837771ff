import type { Press } from '../contract/press.ts'
import type { RoomRefusal } from '../domain/refusals.ts'
import { pauseBefore } from './pauses.ts'
import type { Posted, World } from './world.client.ts'

export type PressAnswer =
  | { ok: true; number: number }
  | { ok: false; refusal: RoomRefusal | { code: 'no-answer' } }

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
  let queue: Waiting[] = readKept(world.readKept(on.kept)).map((kept) => ({ ...kept, answer: () => {} }))
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
    keep()
    one.answer(answer)
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

/** Too slow, too early, too many: come again. */
const comeAgain: ReadonlySet<number> = new Set([408, 425, 429])

/** Undefined where nobody of the site has answered: no network, a proxy, a site that begins anew. */
const answerIn = (posted: Posted): PressAnswer | undefined => {
  if (!posted || comeAgain.has(posted.status)) return undefined
  const { status, said } = posted
  if (typeof said === 'object' && said !== null) {
    if ('number' in said && typeof said.number === 'number') return { ok: true, number: said.number }
    const refusal = 'refusal' in said ? said.refusal : said
    const isRefusal = typeof refusal === 'object' && refusal !== null && 'code' in refusal
    if (isRefusal && String(refusal.code).startsWith('rooms/'))
      return { ok: false, refusal: refusal as RoomRefusal }
  }
  return status >= 400 && status < 500 ? { ok: false, refusal: { code: 'no-answer' } } : undefined
}
