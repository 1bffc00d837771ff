import { pauseBefore } from './pauses.ts'
import type { OpenStream, World } from './world.client.ts'

type State = 'connecting' | 'live' | 'lost'

/**
 * Longer than two beats of the server: a phone that changed from one network to another is not told that its old
 * connection is dead.
 */
const SILENCE = 60_000

/** Keeps a stream up: it is opened again after every trouble, with growing pauses, and at once when the network is back. */
export const keepListening = (on: {
  world: World
  address: string
  message(text: string): void
  changed(state: State): void
}) => {
  const { world, address } = on
  let state: State = 'connecting'
  let tries = 0
  let heardAt = world.monotonic()
  let source: OpenStream | undefined
  let stopWaiting = () => {}
  let stopWatching = () => {}

  const become = (next: State) => {
    if (state === next) return
    state = next
    on.changed(next)
  }
  const alive = () => {
    tries = 0
    heardAt = world.monotonic()
    stopWatching()
    stopWatching = world.wait(SILENCE, reopen)
    become('live')
  }
  const open = () => {
    stopWaiting()
    source?.close()
    const opened = world.openStream(address, {
      message: (text) => {
        if (opened !== source) return
        on.message(text)
        alive()
      },
      beat: () => {
        if (opened === source) alive()
      },
      trouble: () => {
        if (opened !== source) return
        become('lost')
        // The browser tries again by itself unless it was refused, as by a proxy while the site begins anew.
        if (opened.isOver()) tryLater()
      },
    })
    source = opened
  }
  const tryLater = () => {
    stopWaiting()
    stopWaiting = world.wait(pauseBefore(tries, world.chance()), open)
    tries += 1
  }
  const reopen = () => {
    become('lost')
    tries = 0
    open()
  }
  const forgetBack = world.whenBack(() => {
    if (state !== 'live' || world.monotonic() - heardAt > SILENCE) reopen()
  })
  const forgetOffline = world.whenOffline(() => become('lost'))
  open()

  return {
    state: () => state,
    close: () => {
      forgetBack()
      forgetOffline()
      stopWaiting()
      stopWatching()
      const last = source
      source = undefined
      last?.close()
    },
  }
}
