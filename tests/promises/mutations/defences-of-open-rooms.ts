import type { Mutation } from './mutation.ts'

const rooms = 'src/capabilities/rooms'

/** Rooms that are open: what is kept, whose seat a cookie opens, what a press may be. */
export const defencesOfOpenRooms: readonly Mutation[] = [
  {
    defence: 'a press is answered when it is on the disk',
    test: 'room-kills',
    changes: [
      {
        file: `${rooms}/live/live-room.server.ts`,
        from: 'if (entries.length > 0) await on.log.append(entries, forget)',
        to: 'for (const { waiting, answer } of decided) waiting.tell(answer)\n      if (entries.length > 0) await on.log.append(entries, forget)',
      },
    ],
  },
  {
    defence: 'nobody hears what is not on the disk',
    test: 'room-kills',
    changes: [
      {
        file: `${rooms}/live/live-room.server.ts`,
        from: 'if (entries.length > 0) await on.log.append(entries, forget)',
        to: 'on.heard({ touched, entries, run })\n      if (entries.length > 0) await on.log.append(entries, forget)',
      },
    ],
  },
  {
    defence: 'a press that was kept is known again after a restart',
    test: 'room-kills',
    changes: [
      {
        file: `${rooms}/live/live-room.server.ts`,
        from: 'if (command !== undefined) pressed.set(command, number)',
        to: 'if (command === undefined) pressed.clear()',
      },
    ],
  },
  {
    defence: 'a cookie opens a seat of its own room alone',
    test: 'rooms-at-the-door',
    changes: [
      {
        file: `${rooms}/data/seats.server.ts`,
        from: ".where('room', '=', key.room)\n    .where('secret_hash'",
        to: ".where('secret_hash'",
      },
    ],
  },
  {
    defence: 'a removed seat is not come back to',
    test: 'rooms-at-the-door',
    changes: [
      {
        file: `${rooms}/use-cases/seats/find-seat.server.ts`,
        from: "sits.presence === 'removed'",
        to: "sits.name === 'removed'",
      },
    ],
  },
  {
    defence: 'whoever is removed hears nothing from then on',
    test: 'rooms-on-the-wire',
    changes: [
      {
        file: `${rooms}/live/hall-room.server.ts`,
        from: "if (event.kind === 'removed') listeners.letGo(event.seat)",
        to: "if (event.kind === 'ended') listeners.letGo(1)",
      },
    ],
  },
  {
    defence: 'wrong codes are counted',
    test: 'rooms-at-the-door',
    changes: [
      {
        file: `${rooms}/use-cases/seats/find-seat.server.ts`,
        from: 'await rooms.attempts.consume(who, wrongCodes)',
        to: 'rooms.attempts.waitFor(who, wrongCodes)',
      },
    ],
  },
  {
    defence: 'a room that is over is told from none by nobody',
    test: 'rooms-at-the-door',
    changes: [
      {
        file: `${rooms}/use-cases/seats/find-seat.server.ts`,
        from: "room.state !== 'over' && ",
        to: '',
      },
    ],
  },
  {
    defence: 'a room is led by its hosts alone',
    test: 'rooms-at-the-door',
    changes: [
      {
        file: `${rooms}/policy.server.ts`,
        from: 'seen.isHost || (',
        to: 'true || (',
      },
      { file: `${rooms}/policy.server.ts`, from: '=> seen.isHost', to: '=> seen.isHost !== undefined' },
    ],
  },
  {
    defence: 'an offered seat is taken once',
    test: 'rooms-at-the-door',
    changes: [
      {
        file: `${rooms}/hall/offers.server.ts`,
        from: '      offers.delete(nameOf(offer))\n      return',
        to: '      return',
      },
    ],
  },
  {
    defence: 'a press that another site sends is none',
    test: 'rooms-on-the-wire',
    changes: [
      {
        file: `${rooms}/hall/rooms-http.server.ts`,
        from: 'origin !== on.origin',
        to: "origin === ''",
      },
    ],
  },
  {
    defence: 'texts that no database keeps fail nobody else’s press',
    test: 'rooms-on-the-wire',
    changes: [
      {
        file: `${rooms}/use-cases/seats/press.server.ts`,
        from: 'const sent = clean(input.sent)',
        to: 'const sent = input.sent',
      },
    ],
  },
  {
    defence: 'a press is what browsers may send, and nothing of the house’s',
    test: 'rooms-on-the-wire',
    changes: [
      {
        file: `${rooms}/use-cases/seats/press.server.ts`,
        from: 'const read = v.safeParse(pressShape, sent)',
        to: 'const read = { success: sent !== null && sent !== undefined, output: sent }',
      },
    ],
  },
  {
    defence: 'older words are told as far as a seat may hear them',
    test: 'rooms-on-the-wire',
    changes: [
      {
        file: `${rooms}/live/compose-message.server.ts`,
        from: 'if (said && !said.isRemoved && mayHear(run, seat, said)) heard.push(number)',
        to: 'if (said && !said.isRemoved) heard.push(number)',
      },
    ],
  },
]
