import type { Holding } from '#capabilities/people/index.server.ts'
import { eraseFromRooms, listLed, listSat } from './data/after/held.server.ts'

/**
 * What rooms hold about a member: where she came signed in, which she leads, and which day she wants a letter about.
 * When she goes, her seats stay as a place that nobody sat in by name, so that groups and counts of the others hold;
 * what she wrote goes at once. Rooms that she alone planned and nobody has come to go with her; those that were held
 * stay for whoever was there until their day, without her.
 */
export const roomHolding: Holding = {
  see: async (tx, member) => [
    { group: 'rooms', entries: await listSat(tx, member) },
    { group: 'rooms-led', entries: await listLed(tx, member) },
  ],
  erase: (tx, { member }) => eraseFromRooms(tx, member),
}
