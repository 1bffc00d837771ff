import type { PollRun, Run } from '../../domain/run/state.ts'
import { peopleIn } from '../../domain/run/view.ts'
import type { Answer, Asked } from '../live-room.server.ts'
import { type BallotBox, makeBox, openBox } from './ballot-box.server.ts'
import { type BoxFiles, boxFilesOf, destroyBox } from './box-files.server.ts'

/** The boxes of a room, each as the log asks for. */
export type Boxes = {
  /** Begins whatever the log asks for now. */
  follow(run: Run): void
  /** The box of a poll once it is ready; undefined where there is none, or its votes are gone. */
  find(poll: string): Promise<BallotBox | undefined>
  /** Whether the votes of a poll are gone. */
  isLost(poll: string): Promise<boolean>
  /** The disk refused a write: the box is opened anew, and what is in it is read again. */
  mend(poll: string): void
  close(): Promise<void>
}

/**
 * What the log asks for: an open poll has a box that takes votes; a closed one keeps it, without its signing key, until it
 * is shown; after that, and when the room is over, there is none.
 */
type Wish = 'take' | 'keep' | 'none'
const wishOf = (run: Run, poll: PollRun): Wish => {
  if (run.status === 'over' || poll.isSettled) return 'none'
  return poll.state === 'open' ? 'take' : 'keep'
}

export const openBoxes = async (on: {
  folder: string
  room: string
  run(): Run
  act(asked: Asked): Promise<Answer>
  failed(error: unknown): void
}): Promise<Boxes> => {
  const { act } = on
  const open = new Map<string, BallotBox>()
  const wishes = new Map<string, Wish>()
  const works = new Map<string, Promise<void>>()
  const lost = new Set<string>()
  let isClosed = false

  const filesOf = (poll: string): BoxFiles => boxFilesOf({ folder: on.folder, room: on.room, poll })

  const follow = (run: Run) => {
    if (isClosed) return
    for (const poll of run.polls.values()) {
      const { id } = poll.poll
      const wish = wishOf(run, poll)
      const needsKey = wish === 'take' && poll.key === undefined
      const isUnderWay = wishes.get(id) === wish && (!needsKey || works.has(id))
      if (poll.secrecy !== 'anonymous' || isUnderWay) continue
      wishes.set(id, wish)
      // Nothing is taken from this very moment on; the rest is done in its turn.
      if (wish !== 'take') open.get(id)?.close().catch(on.failed)
      queue(id, () => fulfil(id))
    }
  }

  /** One thing after another for each poll. What fails is tried again at the next event. */
  const queue = (id: string, work: () => Promise<void>) => {
    const before = works.get(id) ?? Promise.resolve()
    const mine = before
      .then(work)
      .catch((error: unknown) => {
        wishes.delete(id)
        on.failed(error)
      })
      .finally(() => {
        if (works.get(id) === mine) works.delete(id)
      })
    works.set(id, mine)
  }

  const fulfil = async (id: string) => {
    const run = on.run()
    const poll = run.polls.get(id)
    if (!poll || isClosed) return
    const wish = wishOf(run, poll)
    if (wish === 'none') return end(id, poll)
    const key = poll.key ?? (wish === 'take' ? await begin(id, run) : undefined)
    if (!key) return
    const box = open.get(id) ?? (await openBox({ files: filesOf(id), spki: Buffer.from(key, 'base64url') }))
    if (!box) {
      lost.add(id)
      return on.failed(new Error('The votes of a poll are gone.'))
    }
    open.set(id, box)
    if (wish === 'keep') await box.close()
  }

  /** A key, and a pool with a place for everybody who is here or may still come; then the log names the key. */
  const begin = async (id: string, run: Run) => {
    const places = Math.min(MOST_PLACES, Math.max(FEWEST_PLACES, peopleIn(run) * 20))
    const { spki } = await makeBox({ files: filesOf(id), places })
    const key = Buffer.from(spki).toString('base64url')
    const given = await act({ by: 'house', command: { do: 'give-key', poll: id, key } })
    return given.ok ? key : undefined
  }

  /** Nothing of the poll is kept but what the log says. */
  const end = async (id: string, poll: PollRun) => {
    const files = filesOf(id)
    const spki = poll.key && Buffer.from(poll.key, 'base64url')
    const box = open.get(id) ?? (spki && (await openBox({ files, spki })))
    if (box) {
      await box.close()
      open.delete(id)
      await box.letGo()
    }
    await destroyBox(files)
  }

  const settled = async (id: string) => {
    for (let work = works.get(id); work; work = works.get(id)) await work
  }

  follow(on.run())
  for (const id of works.keys()) await settled(id)
  return {
    follow,
    find: async (id) => {
      // What failed before is tried again.
      if (!open.has(id)) follow(on.run())
      if (!open.has(id)) await settled(id)
      return open.get(id)
    },
    isLost: async (id) => {
      await settled(id)
      return lost.has(id)
    },
    mend: (id) =>
      queue(id, async () => {
        const box = open.get(id)
        open.delete(id)
        await box?.letGo()
        await fulfil(id)
      }),
    close: async () => {
      isClosed = true
      for (const id of works.keys()) await settled(id)
      for (const box of open.values()) await box.letGo()
      open.clear()
    },
  }
}

const FEWEST_PLACES = 500
const MOST_PLACES = 12_000
