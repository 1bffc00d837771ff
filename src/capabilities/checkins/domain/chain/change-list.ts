import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Witness } from '../manifest/manifest.ts'

export type WitnessChange =
  | { readonly what: 'add'; readonly name: string; readonly publicKey: string; readonly isRequired: boolean }
  | { readonly what: 'end'; readonly id: string }
  | { readonly what: 'require'; readonly id: string; readonly isRequired: boolean }

export const mostWitnesses = 5
const longestName = 80

type Refusal =
  | { code: 'checkins/not-found' }
  | { code: 'checkins/witness-name-missing' }
  | { code: 'checkins/witness-known' }
  | { code: 'checkins/witnesses-too-many'; limit: number }

/** The list after a change, and the witness that it is about. `id`: what a new one is called on the chain. */
export const changeList = (given: {
  before: readonly Witness[]
  change: WitnessChange
  id: string
}): Result<{ witnesses: readonly Witness[]; about: Witness }, Refusal> => {
  const { before, change } = given
  if (change.what === 'add') {
    const name = change.name.normalize().trim().replace(/\s+/g, ' ').slice(0, longestName)
    if (name === '') return refuse({ code: 'checkins/witness-name-missing' })
    if (before.some((one) => one.publicKey === change.publicKey || one.name === name))
      return refuse({ code: 'checkins/witness-known' })
    if (before.length >= mostWitnesses)
      return refuse({ code: 'checkins/witnesses-too-many', limit: mostWitnesses })
    const about = { id: given.id, name, publicKey: change.publicKey, isRequired: change.isRequired }
    return accept({ witnesses: [...before, about], about })
  }
  const found = before.find(({ id }) => id === change.id)
  if (!found) return refuse({ code: 'checkins/not-found' })
  if (change.what === 'end') return accept({ witnesses: before.filter((one) => one !== found), about: found })
  const about = { ...found, isRequired: change.isRequired }
  return accept({ witnesses: before.map((one) => (one === found ? about : one)), about })
}
