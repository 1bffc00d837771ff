import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { aBlock, aPlan, aRoom, inOrder, wiseCrowds } from '../domain/run/rooms.fixture.ts'
import { step } from '../domain/run/touched.ts'
import { openListeners } from './listeners.server.ts'
import { seatsTouched } from './seats-touched.ts'

const listening = (people: number) => {
  const listeners = openListeners()
  const told: number[] = []
  for (let seat = 1; seat <= people; seat += 1)
    listeners.add({ seat, send: () => void told.push(seat), backlog: () => 0, hangUp: () => {} })
  return { listeners, told }
}

it('gives way to others while it looks for somebody to tell, also where there is nobody', async () => {
  const { listeners } = listening(5_000)
  let looked = 0
  const sending = listeners.tellAll(() => {
    looked += 1
    return undefined
  })
  await nextTurn()
  const lookedBefore = looked
  await sending
  expect(lookedBefore).toBeLessThan(looked)
  expect(looked).toBe(5_000)
})

it('looks at nobody but those whom a change concerns', async () => {
  const { listeners, told } = listening(1_000)
  const looked: number[] = []
  await listeners.tellAll(
    (seat) => {
      looked.push(seat)
      return 'x'
    },
    new Set([3, 700]),
  )
  expect([looked, told]).toEqual([
    [3, 700],
    [3, 700],
  ])
})

it('knows whom a word in a group, a raised hand and a step concern', () => {
  const room = aRoom(aPlan([aBlock('crowds', { kind: 'format', format: wiseCrowds })]))
  room.fill(8)
  room.goOn(inOrder(room.run, 4))
  const concerned = (by: number, command: Parameters<typeof room.act>[1]) => {
    const { number } = room.run
    room.act(by, command)
    const fresh = aRoom(room.run.plan)
    const touched = room.log.flatMap((event, at) => {
      const parts = step(fresh.run, event)
      return at >= number ? parts : []
    })
    const seats = seatsTouched(fresh.run, touched)
    return seats && [...seats].toSorted((one, other) => one - other)
  }
  expect(concerned(2, { do: 'say', to: 'nearby', words: 'Ours', isQuestion: false })).toEqual([2, 3, 4, 5])
  expect(concerned(6, { do: 'raise-hand', isUp: true })).toEqual([1, 6, 7, 8, 9])
  expect(concerned(5, { do: 'note', words: 'No' })).toEqual([])
  expect(concerned(4, { do: 'note', words: 'Ours' })).toEqual([2, 3, 4, 5])
  expect(concerned(1, { do: 'say', to: 'hosts', words: 'We', isQuestion: false })).toEqual([1])
  expect(concerned(1, { do: 'go-on', move: room.run.move })).toBeUndefined()
})
