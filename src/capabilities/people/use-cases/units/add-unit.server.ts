import { newId, type UnitId } from '#kernel/ids.ts'
import { accept, refuse } from '#kernel/result.ts'
import { AddUnitForm } from '../../contract/tree.ts'
import { insertUnit } from '../../data/change-units.server.ts'
import { whyNotAt } from '../../domain/unit-changes.ts'
import { changeTree, type TreeAsk, type TreeEffects } from './change-tree.server.ts'

/** Puts a new team below another one. */
export const addUnit = (effects: TreeEffects, given: TreeAsk) =>
  changeTree(effects, given, {
    schema: AddUnitForm,
    act: 'team-added',
    work: async (tx, { form: { name, ...form }, units }) => {
      const parent = form.parent as UnitId
      const why = whyNotAt(units, { parent, name })
      if (why) return refuse(why)
      const unit = newId<UnitId>()
      await insertUnit(tx, { organisation: given.actor.organisation.id, id: unit, parent, name })
      return accept({ unit, name })
    },
  })
