import type { Run } from '../domain/run/state.ts'

/** The longest that a timer of Node can wait, in milliseconds. */
const LONGEST_WAIT = 2 ** 31 - 1

/**
 * Rings when the step that runs is over. `set` is called whenever the clock may have changed, also after a restart; it
 * looks at the room alone, so that a bell is never lost with a process.
 */
export const openBell = (on: { now(): number; ring(move: number): void }) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const set = (run: Pick<Run, 'clock' | 'move'>): void => {
    clearTimeout(timer)
    timer = undefined
    if (run.clock.kind !== 'running') return
    const { move } = run
    const wait = Math.max(0, run.clock.endsAt - on.now())
    // Timers may go off a little early by the clock of the wall; then the room says so, and it is set again.
    timer = setTimeout(() => on.ring(move), Math.min(wait + 1, LONGEST_WAIT))
    timer.unref()
  }
  return { set, stop: () => clearTimeout(timer) }
}
