import { hear, nothingHeard } from '../domain/stream/hear.ts'
import type { StreamMessage } from '../domain/stream/message.ts'
import type { RoomConnection } from './connection.client.ts'

/** The room as it was when the page was made: what stands there before scripts run, and without them. */
export const stillRoom = (seen: StreamMessage): RoomConnection => {
  const heard = hear(nothingHeard, seen)
  return {
    heard: () => heard,
    secondsLeft: () => undefined,
    state: () => 'connecting',
    press: async () => ({ ok: false, refusal: { code: 'no-answer' } }),
    watch: () => () => {},
    close: () => {},
  }
}
