import { ballotOf, prepareTicket } from '#capabilities/rooms/client/votes/ticket.client.ts'
import { asSent, type Ballot } from '#capabilities/rooms/domain/polls/ballot.ts'
import type { Choice } from '#capabilities/rooms/domain/polls/poll.ts'
import type { ServedRooms } from './room-pages.ts'

/** A page of one seat that answers an anonymous poll, and all that only it knows. */
export const roomVoter = (on: {
  pages: ServedRooms
  code: string
  secret: string
  poll: string
  key: string
}) => {
  const { pages, code, secret, poll, key } = on
  const seed = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')
  const known: { blinded?: string; blindSignature?: string; ticket?: string; ballot?: Ballot } = {}
  return {
    known,
    fetchTicket: async (): Promise<string> => {
      const prepared = await prepareTicket({ poll, key, seed })
      if (!prepared) throw new Error('This key is not one to ask with.')
      const body = JSON.stringify({ poll, blinded: prepared.blinded })
      const said = await pages.post({ code, what: 'ticket', secret, body })
      if (said.signature === undefined) return said.refusal?.code ?? 'nothing'
      const ticket = await prepared.finish(said.signature)
      Object.assign(known, { blinded: prepared.blinded, blindSignature: said.signature, ticket })
      return ticket === undefined ? 'not what was asked for' : 'ok'
    },
    vote: async (choice: Choice): Promise<string> => {
      const ballot = await ballotOf({ poll, seed, key, ticket: known.ticket ?? '', choice })
      if (!ballot) throw new Error('No ballot came of it.')
      known.ballot = ballot
      const said = await pages.post({ code, what: 'vote', body: asSent(ballot) })
      return said.ok ? 'ok' : (said.refusal?.code ?? 'nothing')
    },
  }
}

export type RoomVoter = ReturnType<typeof roomVoter>
