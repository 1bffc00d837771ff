import * as v from 'valibot'
import { isId, type OrganisationId, type WaveId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Checkins } from '../checkins.server.ts'
import { findCarriedRow } from '../data/eligible.server.ts'
import type { CheckinPacket } from '../domain/packet.ts'
import { type CarryingOrganisation, packetOf } from './read-packets.server.ts'

const Asked = v.object({
  organisation: v.string(),
  wave: v.string(),
  keyId: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
})

/**
 * What was announced to one group, for a device that nobody is signed in to: whoever names the group's key (256 bits,
 * known to the group only) gets what each of the group has. It says nothing of who asks, and nobody is told.
 */
export const readCarriedPacket = async (
  input: { request: unknown },
  on: { checkins: Checkins; organisations: readonly CarryingOrganisation[] },
): Promise<Result<Omit<CheckinPacket, 'member'>, 'not-found'>> => {
  const asked = v.safeParse(Asked, input.request)
  if (!asked.success || !isId(asked.output.wave)) return refuse('not-found')
  const { wave, keyId } = asked.output
  const organisation = on.organisations.find(({ id }) => id === asked.output.organisation)
  if (!organisation) return refuse('not-found')
  const row = await on.checkins.database.inOrganisation(organisation.id as OrganisationId, (tx) =>
    findCarriedRow(tx, { wave: wave as WaveId, keyId: Buffer.from(keyId, 'base64url') }),
  )
  return row ? accept(packetOf(row, organisation)) : refuse('not-found')
}
