import type { UnitId } from '#kernel/ids.ts'
import { accept, refuse } from '#kernel/result.ts'
import { MoveUnitForm } from '../../contract/tree.ts'
import { updateUnit } from '../../data/change-units.server.ts'
import { whyNotAt } from '../../domain/unit-changes.ts'
import { changeTree, findTeam, type TreeAsk, type TreeEffects } from './change-tree.server.ts'

/** Moves a team, with its people and the teams below it, under another one. */
export const moveUnit = (effects: TreeEffects, given: TreeAsk) =>
  changeTree(effects, given, {
    schema: MoveUnitForm,
    act: 'team-moved',
    work: async (tx, { form, units }) => {
      const unit = findTeam(units, form.unit)
      if (!unit.ok) return unit
      const { id, name } = unit.value
      const parent = form.parent as UnitId
      if (unit.value.parent === parent) return accept(null)
      const why = whyNotAt(units, { unit: id, parent, name })
      if (why) return refuse(why)
      await updateUnit(tx, { unit: id, parent })
      return accept({ unit: id, name, parent })
    },
  })
