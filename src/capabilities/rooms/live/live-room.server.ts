import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Plan } from '../domain/plan/plan.ts'
import type { RoomRefusal } from '../domain/refusals.ts'
import { apply } from '../domain/run/apply/apply.ts'
import type { Command, Deal } from '../domain/run/commands.ts'
import { decide, type Sender } from '../domain/run/decide/decide.ts'
import type { RoomEvent } from '../domain/run/events.ts'
import { nextOf } from '../domain/run/place.ts'
import { emptyRun, type Run } from '../domain/run/state.ts'
import { step, type Touched } from '../domain/run/touched.ts'
import type { Entry, RoomLog } from './room-log.ts'

/** A press that was taken: `number` is the last event that it led to. */
export type Taken = { number: number }
export type Answer = Result<Taken, RoomRefusal>

export type Asked = {
  by: Sender
  command: Command
  /** A UUID made by whoever pressed; the same again gets the same answer, and does nothing. */
  id?: string | undefined
}

export type LiveRoom = {
  /** As it is in memory, a moment before it is on the disk; never written to from outside. */
  readonly run: Run
  /** @throws when the log could not be written. Whoever asked asks again, with the same id. */
  act(asked: Asked): Promise<Answer>
  /** Looks at the room as it is on the disk: what is being written just now is waited for. */
  look<T>(work: () => T): Promise<T>
  /** Nobody knows what it is any more; whoever wants it opens it anew. */
  isLost(): boolean
  /** Waits for what is under way, and takes nothing more. */
  close(): Promise<void>
}

/** What has just been written: the events with their words, and the parts of what people see that they change. */
export type News = { touched: readonly Touched[]; entries: readonly Entry[]; run: Run }

type Waiting = { asked: Asked; tell: (answer: Answer) => void; fail: (error: unknown) => void }
type Decided = { waiting: Waiting; answer: Answer }

/**
 * A room that is open: one queue, one writer. Presses are decided one after another in memory, written together, and
 * heard after that; so thousands of votes cost one write, and nothing that anybody saw can be lost.
 */
export const openLiveRoom = async (on: {
  plan: Plan
  log: RoomLog
  now(): number
  /** Works out groups for the next step. It may take its time: the queue goes on meanwhile. */
  deal(run: Run): Promise<Deal>
  /** What is to be sent, after it is on the disk. */
  heard(news: News): void
  /** What the room is was read again, or cannot be: pages may have missed something, and come back for all of it. */
  doubted?(): void
}): Promise<LiveRoom> => {
  let { run, pressed } = await readRoom(on)
  let queue: Waiting[] = []
  let writing: Promise<void> | undefined
  let lookers: (() => void)[] = []
  let isClosed = false
  let isLost = false

  const write = async () => {
    while (queue.length > 0) {
      const batch = queue
      queue = []
      if (!(await writeTogether(batch)) && batch.length > 1) await writeOneByOne(batch)
      const looking = lookers
      lookers = []
      for (const look of looking) look()
    }
    writing = undefined
  }

  /** One press that the log does not take, whatever is wrong with it, fails nobody else's. */
  const writeOneByOne = async (batch: readonly Waiting[]) => {
    let failures = 0
    for (const [at, waiting] of batch.entries()) {
      if (isLost || failures === MOST_FAILURES) {
        for (const rest of batch.slice(at)) rest.fail(new Error('The log of a room cannot be written.'))
        return
      }
      failures = (await writeTogether([waiting])) ? 0 : failures + 1
    }
  }

  /** Answers whether it could be written. A press that failed alone is told so. */
  const writeTogether = async (batch: readonly Waiting[]): Promise<boolean> => {
    const { number } = run
    const entries: Entry[] = []
    const forget: number[] = []
    const touched: Touched[] = []
    const decided = batch.map((waiting): Decided => {
      const answer = take(waiting.asked, { entries, forget, touched })
      return { waiting, answer }
    })
    try {
      if (entries.length > 0) await on.log.append(entries, forget)
    } catch (error) {
      // What the room is now was never written, or nobody knows: the log alone says what is true.
      const read = await readRoom(on).catch(() => undefined)
      if (read) ({ run, pressed } = read)
      else isLost = true
      if (isLost || run.number !== number) on.doubted?.()
      if (isLost || batch.length === 1) for (const { waiting } of decided) waiting.fail(error)
      return isLost
    }
    on.heard({ touched, entries, run })
    for (const { waiting, answer } of decided) waiting.tell(answer)
    return true
  }

  const take = (asked: Asked, into: { entries: Entry[]; forget: number[]; touched: Touched[] }): Answer => {
    const before = asked.id === undefined ? undefined : pressed.get(asked.id)
    if (before !== undefined) return accept({ number: before })
    const decided = decide(run, asked.command, { by: asked.by, now: on.now() })
    if (!decided.ok) return decided
    for (const event of decided.value) {
      into.touched.push(...step(run, event))
      into.entries.push({
        number: run.number,
        event,
        command: asked.id,
        words: wordsOf(asked.command, event),
      })
      if (event.kind === 'taken-away') into.forget.push(event.said)
      if (event.kind === 'withdrawn') into.forget.push(event.takeaway)
    }
    if (asked.id !== undefined) pressed.set(asked.id, run.number)
    return accept({ number: run.number })
  }

  const enqueue = (asked: Asked): Promise<Answer> =>
    new Promise((tell, fail) => {
      if (isClosed || isLost) return fail(new Error('The room is closed on this server.'))
      queue.push({ asked, tell, fail })
      // A moment, so that what comes together is written together.
      writing ??= Promise.resolve().then(write)
    })

  return {
    get run() {
      return run
    },
    act: async (asked) => {
      const answer = await enqueue(asked)
      const needsDeal = !answer.ok && answer.refusal.code === 'rooms/deal-needed'
      const mayDeal = asked.command.do === 'go-on' || asked.command.do === 'ring'
      if (!needsDeal || !mayDeal) return answer
      return dealAndGoOn({ asked, run: () => run, deal: on.deal, enqueue })
    },
    look: (work) =>
      new Promise((tell, fail) => {
        const look = () => {
          if (isLost) return fail(new Error('The room is closed on this server.'))
          try {
            tell(work())
          } catch (error) {
            fail(error)
          }
        }
        if (writing) lookers.push(look)
        else look()
      }),
    isLost: () => isLost,
    close: async () => {
      isClosed = true
      while (writing) await writing
    },
  }
}

/** People may come and go while groups are worked out; then they are worked out again. */
const dealAndGoOn = async (on: {
  asked: Asked
  run(): Run
  deal(run: Run): Promise<Deal>
  enqueue(asked: Asked): Promise<Answer>
}): Promise<Answer> => {
  for (let tries = 0; tries < MOST_DEALS; tries += 1) {
    if (nextOf(on.run())?.deals !== 'anew') break
    const deal = await on.deal(on.run())
    const answer = await on.enqueue({ ...on.asked, command: { ...on.asked.command, deal } as Command })
    if (answer.ok || answer.refusal.code !== 'rooms/deal-does-not-fit') return answer
  }
  return refuse({ code: 'rooms/deal-does-not-fit' })
}

const MOST_DEALS = 5
/** So many in a row, and it is the log that is in trouble, not a press. */
const MOST_FAILURES = 3

const readRoom = async (on: { plan: Plan; log: RoomLog }) => {
  const run = emptyRun(on.plan)
  const pressed = new Map<string, number>()
  for (const { number, event, command } of await on.log.read()) {
    apply(run, event)
    if (run.number !== number) throw new Error('The log of a room has a gap.')
    if (command !== undefined) pressed.set(command, number)
  }
  return { run, pressed }
}

const withWords: ReadonlySet<RoomEvent['kind']> = new Set(['said', 'asked', 'noted'])

const wordsOf = (command: Command, event: RoomEvent): string | undefined =>
  withWords.has(event.kind) && 'words' in command ? command.words : undefined
