import type { Mutation } from './mutation.ts'

const rooms = 'src/capabilities/rooms'
const forgetting = `${rooms}/use-cases/after/forget-rooms.server.ts`

/** What rooms promise of words: who reads them, what leaves, and that they go. */
export const defencesOfWords: readonly Mutation[] = [
  {
    defence: 'words leave memory and open pages when they leave the database',
    test: 'rooms-forget',
    changes: [{ file: forgetting, from: '  await rooms.hall.shut(key)\n', to: '' }],
  },
  {
    defence: 'words that stand in events go, too',
    test: 'rooms-forget',
    changes: [
      {
        file: `${rooms}/domain/after/without-words.ts`,
        from: "return { ...event, words: '' }",
        to: 'return undefined',
      },
    ],
  },
  {
    defence: 'a clock that ran ahead does not keep words for as long as it did',
    test: 'rooms-forget',
    changes: [
      {
        file: `${rooms}/data/after/forgetting.server.ts`,
        from: "where state = 'over' and over_at > ",
        to: "where state = 'planned' and over_at > ",
      },
    ],
  },
  {
    defence: 'a room that nobody ends ends by itself',
    test: 'rooms-forget',
    changes: [
      {
        file: forgetting,
        from: 'if (open && (tooLong.has(room) || open.live.listening() === 0))',
        to: 'if (open && rooms === undefined)',
      },
    ],
  },
  {
    defence: 'no backup holds what people said',
    test: 'rooms-forget',
    changes: [
      {
        file: 'src/platform/backup/in-backup.ts',
        from: "'org.room_words': 'never'",
        to: "'org.room_words': 'whole'",
      },
    ],
  },
  {
    defence: 'a record is for those who were there',
    test: 'rooms-forget',
    changes: [
      {
        file: `${rooms}/use-cases/after/find-record.server.ts`,
        from: 'return isHost || mine\n',
        to: 'return members.length > 0\n',
      },
    ],
  },
  {
    defence: 'what she wrote goes with her',
    test: 'rooms-forget',
    changes: [
      {
        file: `${rooms}/data/after/held.server.ts`,
        from: "(e.body->>'by')::int",
        to: "(e.body->>'nobody')::int",
      },
    ],
  },
  {
    defence: 'a take-away of a group is sent to nobody else',
    test: `${rooms}/live/hall-room`,
    changes: [
      {
        file: `${rooms}/domain/run/takeaways.ts`,
        from: "among === 'everyone' || among.includes(seat)",
        to: 'among.length > 0 && seat > 0',
      },
    ],
  },
  {
    defence: 'one who asks to leave it out keeps it out of the record',
    test: `${rooms}/domain/run/takeaways`,
    changes: [
      {
        file: `${rooms}/domain/run/takeaways.ts`,
        from: 'takeaway.objections.size === 0 && ',
        to: '',
      },
    ],
  },
  {
    defence: 'only its writer gives a message to the record',
    test: `${rooms}/domain/after/after`,
    changes: [
      {
        file: `${rooms}/domain/run/decide/talk.ts`,
        from: "if (!message || message.by !== by || message.isRemoved || message.hearers.to === 'hosts')",
        to: "if (!message || message.isRemoved || message.hearers.to === 'hosts')",
      },
    ],
  },
]
