import type { Plan } from '../../domain/plan/plan.ts'
import { apply } from '../../domain/run/apply/apply.ts'
import type { Command, Deal } from '../../domain/run/commands.ts'
import { decide, type Sender } from '../../domain/run/decide/decide.ts'
import { nextOf, takingPart } from '../../domain/run/place.ts'
import { emptyRun, type Run } from '../../domain/run/state.ts'
import type { Entry } from '../../live/room-log.ts'

const GROUP = 4

/** A room that is played by nobody: what a script does, as the log would have it. */
export const playRoom = (on: { plan: Plan; beganAt: Date; nameOf(group: number): string }) => {
  const run = emptyRun(on.plan)
  const entries: Entry[] = []
  let now = on.beganAt.getTime()
  /** @returns the number of the last event. @throws where the room would refuse it. */
  const act = (by: Sender, command: Command): number => {
    const decided = decide(run, command, { by, now })
    if (!decided.ok) throw new Error(decided.refusal.code)
    for (const event of decided.value) {
      apply(run, event)
      const isWritten = event.kind === 'said' || event.kind === 'asked' || event.kind === 'noted'
      const words = isWritten && 'words' in command ? command.words : undefined
      entries.push({ number: run.number, event, words })
    }
    return run.number
  }
  return {
    run: run as Readonly<Run>,
    entries: entries as readonly Entry[],
    act,
    pass: (minutes: number): void => {
      now += minutes * 60_000
    },
    now: () => new Date(now),
    goOn: (host: number): number => {
      const deal = nextOf(run)?.deals === 'anew' ? dealIn(takingPart(run), on.nameOf) : undefined
      return act(host, { do: 'go-on', move: run.move, deal })
    },
  }
}

export type Played = ReturnType<typeof playRoom>

const dealIn = (seats: readonly number[], nameOf: (group: number) => string): Deal => {
  const groups = Math.max(1, Math.round(seats.length / GROUP))
  return {
    groups: Array.from({ length: groups }, (_, at) => ({
      name: nameOf(at + 1),
      seats: seats.filter((_seat, place) => place % groups === at),
    })),
  }
}
