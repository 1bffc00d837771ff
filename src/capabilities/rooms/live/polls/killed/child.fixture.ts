import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Asked } from '../../live-room.server.ts'
import { openRoomWithVotes } from '../voting.fixture.ts'
import { aFileLog } from './file-log.fixture.ts'

/** What the test asks of the room in this process. */
export type Errand =
  | { do: 'act'; asked: Asked }
  | { do: 'key'; poll: string }
  | { do: 'ticket'; seat: number; sent: unknown }
  | { do: 'vote'; sent: unknown }

const [file = '', folder = ''] = process.argv.slice(2)
if (folder !== '') {
  const room = await openRoomWithVotes({ log: aFileLog(file), folder })
  const run = (errand: Errand): Promise<unknown> => {
    if (errand.do === 'act') return room.votes.act(errand.asked)
    if (errand.do === 'key') return room.keyOf(errand.poll)
    return errand.do === 'ticket' ? room.votes.ticket(errand) : room.votes.vote(errand.sent)
  }
  const say = (line: unknown) => writeSync(1, `${JSON.stringify(line)}\n`)
  createInterface({ input: process.stdin }).on('line', (line) => {
    const { number, errand } = JSON.parse(line) as { number: number; errand: Errand }
    run(errand).then(
      (said) => say({ number, said }),
      (error: unknown) => say({ number, failed: String(error) }),
    )
  })
  say({ number: 0, said: 'open' })
}
