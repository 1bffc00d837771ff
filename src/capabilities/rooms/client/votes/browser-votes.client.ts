import { browserWorld } from './browser-world.client.ts'
import { openVotes, type Votes, type VotingConnection } from './votes.client.ts'

const opened = new WeakMap<VotingConnection, Votes>()

/**
 * The votes of an open page, one for each connection. The page asks for them as soon as it is connected, so that tickets
 * are fetched whether or not anybody means to answer.
 */
export const votesOf = (connection: VotingConnection, on: { code: string }): Votes => {
  const before = opened.get(connection)
  if (before) return before
  const votes = openVotes({ connection, code: on.code, world: browserWorld() })
  opened.set(connection, votes)
  return votes
}
