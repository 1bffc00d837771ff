import { createSubscriber } from 'svelte/reactivity'
import type { RoomConnection } from '../../client/connection.client.ts'
import type { Press } from '../../contract/press.ts'
import type { Heard } from '../../domain/stream/hear.ts'

/** A connection as a component reads it: what it reads is drawn again whenever the room tells something. */
type Followed = {
  readonly heard: Heard
  readonly state: 'connecting' | 'live' | 'lost'
  readonly waiting: readonly Press[]
}

export const follow = (connection: RoomConnection): Followed => {
  const read = createSubscriber((update) => connection.watch(update))
  return {
    get heard() {
      read()
      return connection.heard()
    },
    get state() {
      read()
      return connection.state()
    },
    get waiting() {
      read()
      return connection.waiting?.() ?? []
    },
  }
}
