import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { isId, type OrganisationId, type WaveId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Checkins } from '../checkins.server.ts'
import { findCarriedRow } from '../data/eligible.server.ts'
import { listFurtherRows } from '../data/further.server.ts'
import { listIssuedWith } from '../data/issuance.server.ts'
import type { CheckinPacket } from '../domain/packet.ts'
import { reportingGroupsTable } from '../domain/wave.ts'
import { type CarryingOrganisation, furtherOf, packetOf } from './read-packets.server.ts'

const Asked = v.object({
  organisation: v.string(),
  wave: v.string(),
  keyId: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  /** The blinded ticket of the reporting groups: who has it has the seed, or the seed's browser. */
  blinded: v.optional(v.pipe(v.string(), v.length(512), v.regex(/^[\w-]+$/))),
})

/**
 * What was announced to one group, for a device that nobody is signed in to: whoever names the group's key (256 bits,
 * known to the group only) gets what each of the group has. It says nothing of who asks, and nobody is told.
 *
 * Where a check-in has further tables, her lines in them and their tickets would fit into no code. With her blinded
 * ticket they are handed out once more, since only her seed makes it. That tells whose they are, like a page that she
 * opens signed in; the device keeps her ballots away from that moment in the same way.
 */
export const readCarriedPacket = async (
  input: { request: unknown },
  on: { checkins: Checkins; organisations: readonly CarryingOrganisation[] },
): Promise<
  Result<Omit<CheckinPacket, 'member'> & { blindSignatures?: Record<string, string> }, 'not-found'>
> => {
  const asked = v.safeParse(Asked, input.request)
  if (!asked.success || !isId(asked.output.wave)) return refuse('not-found')
  const { wave, keyId } = asked.output
  const organisation = on.organisations.find(({ id }) => id === asked.output.organisation)
  if (!organisation) return refuse('not-found')
  return on.checkins.database.inOrganisation(organisation.id as OrganisationId, async (tx) => {
    const row = await findCarriedRow(tx, { wave: wave as WaveId, keyId: Buffer.from(keyId, 'base64url') })
    if (!row) return refuse('not-found')
    const packet = packetOf(row, organisation)
    if (asked.output.blinded === undefined) return accept(packet)
    const blindedHash = createHash('sha256').update(Buffer.from(asked.output.blinded, 'base64url')).digest()
    const issued = await listIssuedWith(tx, {
      wave: wave as WaveId,
      table: reportingGroupsTable,
      blindedHash,
    })
    const [first] = issued
    if (!first) return refuse('not-found')
    const further = furtherOf(await listFurtherRows(tx, { wave, member: first.member }))
    const blindSignatures = Object.fromEntries(
      issued.map((one) => [one.table, one.blindSignature.toString('base64url')]),
    )
    return accept({ ...packet, ...further, blindSignatures })
  })
}
