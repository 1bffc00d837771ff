import type { Actor } from '#capabilities/people/index.ts'
import { isId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { findOwnFormat, listOwnFormats } from '../../data/own-formats.server.ts'
import type { Dilemma } from '../../domain/dilemma.ts'
import type { OwnFormat } from '../../domain/format/own-format.ts'
import type { ShippedFormat } from '../../domain/format/shipped-format.ts'
import type { RoomRefusal } from '../../domain/refusals.ts'
import { mayPlanRooms } from '../../policy.server.ts'
import type { Rooms } from '../../rooms.server.ts'

type On = { rooms: Rooms; actor: Actor }

export type FormatShelf = {
  own: readonly OwnFormat[]
  shipped: readonly ShippedFormat[]
  dilemmas: readonly Dilemma[]
}

/** What whoever plans can read: formats that the organisation has adapted, those that ship, and the bank of dilemmas. */
export const readFormats = async (on: On): Promise<Result<FormatShelf, RoomRefusal>> => {
  if (!mayPlanRooms(on.actor)) return refuse({ code: 'rooms/not-allowed' })
  const { rooms, actor } = on
  const own = await rooms.database.inOrganisation(actor.organisation.id, listOwnFormats)
  return accept({ own, shipped: [...rooms.formats.values()], dilemmas: [...rooms.dilemmas.values()] })
}

/** One of either kind, by its id. */
export const readFormat = async (
  on: On,
  input: { format: string },
): Promise<Result<{ format: ShippedFormat; own: OwnFormat | undefined }, RoomRefusal>> => {
  if (!mayPlanRooms(on.actor)) return refuse({ code: 'rooms/not-allowed' })
  const { rooms, actor } = on
  const shipped = rooms.formats.get(input.format)
  if (shipped) return accept({ format: shipped, own: undefined })
  if (!isId(input.format)) return refuse({ code: 'rooms/not-found' })
  const own = await rooms.database.inOrganisation(actor.organisation.id, (tx) =>
    findOwnFormat(tx, input.format),
  )
  return own ? accept({ format: own, own }) : refuse({ code: 'rooms/not-found' })
}
