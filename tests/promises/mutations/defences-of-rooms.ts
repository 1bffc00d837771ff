import type { Mutation } from './mutation.ts'

const rooms = 'src/capabilities/rooms'
const polls = `${rooms}/live/polls`
const votesInTheBrowser = `${rooms}/client/votes`

/** What rooms promise to those who sit in them. */
export const defencesOfRooms: readonly Mutation[] = [
  {
    defence: 'no result leaves from fewer than five answers, and none twice',
    test: 'room-polls',
    changes: [
      {
        file: `${rooms}/domain/run/decide/polls.ts`,
        from: '!poll.tally && tally.answered >= FEWEST_ANONYMOUS',
        to: 'tally.answered >= FEWEST_ANONYMOUS',
      },
      {
        file: `${polls}/voting.server.ts`,
        from: 'if (poll.tally || poll.isSettled) return accept({})',
        to: '',
      },
      {
        file: `${polls}/voting.server.ts`,
        from: 'if (box.tally(poll.poll).answered < FEWEST_ANONYMOUS)',
        to: 'if (box.tally(poll.poll).answered < 1)',
      },
    ],
  },
  {
    defence: 'before a result is shown the log does not learn of a vote',
    test: 'room-polls',
    changes: [
      {
        file: `${polls}/voting.server.ts`,
        from: 'return outcomes[outcome]',
        to: "await act({ by: 'house', command: { do: 'count', poll: ballot.poll, tally: { ...box.tally(poll.poll), answered: 5 } } })\n      return outcomes[outcome]",
      },
    ],
  },
  {
    defence: 'a choice lies in the pool without its ticket',
    test: 'room-polls',
    changes: [
      {
        file: `${polls}/voting.server.ts`,
        from: 'const outcome = await box.put({ ticket: mark.value, choice: ballot.choice })',
        to: 'const outcome = await box.put({ ticket: mark.value, choice: { ...ballot.choice, words: JSON.stringify([ballot.choice, ballot.publicKey]) } })',
      },
    ],
  },
  {
    defence: 'whoever comes after a question was asked gets no ticket',
    test: 'room-polls',
    changes: [
      {
        file: `${rooms}/domain/run/decide/polls.ts`,
        from: "if (!poll.asked.has(by)) return refuse({ code: 'rooms/asked-before' })",
        to: '',
      },
    ],
  },
  {
    defence: 'a seat has one ticket',
    test: 'room-polls',
    changes: [
      {
        file: `${rooms}/domain/run/decide/polls.ts`,
        from: "if (before !== undefined) return refuse({ code: 'rooms/ticket-given' })",
        to: '',
      },
    ],
  },
  {
    defence: 'what is signed is blinded',
    test: 'room-polls',
    changes: [
      {
        file: 'packages/blind-ticket/blind.ts',
        from: 'toBytes((encoded * cover) % modulus, size)',
        to: 'toBytes(encoded, size)',
      },
      {
        file: 'packages/blind-ticket/blind.ts',
        from: '(covered * input.inverse) % modulus',
        to: 'covered % modulus',
      },
    ],
  },
  {
    defence: 'votes lie sealed on the disk',
    test: 'room-polls',
    changes: [
      {
        file: `${polls}/ballot-box.server.ts`,
        from: 'payloadSize: VOTE_BYTES, sealedTo })',
        to: 'payloadSize: VOTE_BYTES })',
      },
      {
        file: `${polls}/ballot-box.server.ts`,
        from: 'const bytes = await reader.openKept(kept)',
        to: 'const bytes = kept',
      },
    ],
  },
  {
    defence: 'the key that signs goes when a poll closes',
    test: 'room-polls',
    changes: [{ file: `${polls}/ballot-box.server.ts`, from: 'await destroyKey(files.key)', to: '' }],
  },
  {
    defence: 'votes go once the result was shown',
    test: 'room-polls',
    changes: [{ file: `${polls}/boxes.server.ts`, from: 'await destroyBox(files)', to: '' }],
  },
  {
    defence: 'a forged ticket is none',
    test: `${polls}/voting.server`,
    changes: [
      {
        file: `${polls}/read-ballot.server.ts`,
        from: 'const isIssued = verifyTicket({ key, message, signature })',
        to: 'const isIssued = verifyTicket({ key, message, signature }) || signature.length > 0',
      },
    ],
  },
  {
    defence: 'a choice that was exchanged on the way does not count',
    test: `${polls}/voting.server`,
    changes: [
      {
        file: `${polls}/read-ballot.server.ts`,
        from: 'message: signedPartOf(ballot),',
        to: 'message: signedPartOf({ ...ballot, choice: { picks: [0] } }),',
      },
    ],
  },
  {
    defence: 'only a host brings a result out',
    test: `${polls}/voting.server`,
    changes: [
      {
        file: `${polls}/voting.server.ts`,
        from: "command.isShown && by !== 'house' && run.hosts.has(by)",
        to: 'command.isShown',
      },
    ],
  },
  {
    defence: 'a vote that was accepted is on the disk',
    test: `${polls}/killed/kills`,
    changes: [
      {
        file: `${polls}/ballot-box.server.ts`,
        from: 'const outcome = await pool.add({ ticket, payload })',
        to: "setTimeout(() => void pool.add({ ticket, payload }), 300)\n      const outcome = await Promise.resolve('stored' as const)",
      },
    ],
  },
  {
    defence: 'a vote leaves without a cookie',
    test: `${votesInTheBrowser}/browser-votes.client`,
    changes: [
      {
        file: `${votesInTheBrowser}/browser-world.client.ts`,
        from: "credentials: 'omit', ",
        to: '',
      },
    ],
  },
  {
    defence: 'every page fetches its ticket before anybody answers',
    test: `${votesInTheBrowser}/votes.client`,
    changes: [
      {
        file: `${votesInTheBrowser}/votes.client.ts`,
        from: "return (state === 'open' && key !== undefined && now?.state !== 'held') || hasChosen(now)",
        to: "return (state === 'open' && key !== undefined && now?.state === 'asking' && now.choice !== undefined) || hasChosen(now)",
      },
    ],
  },
  {
    defence: 'only whoever plans rooms reads what an organisation has adapted',
    test: 'composing-rooms',
    changes: [
      {
        file: `${rooms}/use-cases/formats/read-formats.server.ts`,
        from: "export const readFormats = async (on: On): Promise<Result<FormatShelf, RoomRefusal>> => {\n  if (!mayPlanRooms(on.actor)) return refuse({ code: 'rooms/not-allowed' })",
        to: 'export const readFormats = async (on: On): Promise<Result<FormatShelf, RoomRefusal>> => {',
      },
    ],
  },
  {
    defence: 'a way of working that would stop halfway is not kept',
    test: 'composing-rooms',
    changes: [
      {
        file: `${rooms}/use-cases/formats/adapt-format.server.ts`,
        from: 'if (problems.length > 0)',
        to: 'if (problems.length > 99)',
      },
    ],
  },
  {
    defence: 'words of a group are not for who sits under its number later',
    test: `${rooms}/domain/run/words-stay`,
    changes: [
      {
        file: `${rooms}/domain/run/hearers.ts`,
        from: 'hearers.dealt !== run.dealt || group?.number !== hearers.group',
        to: 'group?.number !== hearers.group',
      },
    ],
  },
  {
    defence: 'words that were long on their way are said to nobody else',
    test: `${rooms}/domain/run/words-stay`,
    changes: [
      {
        file: `${rooms}/domain/run/decide/talk.ts`,
        from: 'asked.near !== undefined && asked.near !== nameOf(hearers.value)',
        to: 'false',
      },
    ],
  },
  {
    defence: 'a press is sent again with the same id',
    test: `${rooms}/client/connection.client`,
    changes: [
      {
        file: `${rooms}/client/outbox.client.ts`,
        from: 'const posted = await on.post(one.press)',
        to: 'const posted = await on.post({ ...one.press, id: world.newId() })',
      },
    ],
  },
  {
    defence: 'a dead stream is opened anew',
    test: `${rooms}/client/connection.client`,
    changes: [
      {
        file: `${rooms}/client/stream.client.ts`,
        from: 'stopWatching = world.wait(SILENCE, reopen)',
        to: 'stopWatching = () => {}',
      },
    ],
  },
]
