import { accept, refuse } from '#kernel/result.ts'
import { CloseUnitForm } from '../../contract/tree.ts'
import { deleteUnit, emptyUnit } from '../../data/change-units.server.ts'
import { countByUnit } from '../../data/units.server.ts'
import { changeTree, findTeam, type TreeAsk, type TreeEffects } from './change-tree.server.ts'

/** Closes a team without people and without teams below; entries of people who left from it move up. */
export const closeUnit = (effects: TreeEffects, given: TreeAsk) =>
  changeTree(effects, given, {
    schema: CloseUnitForm,
    act: 'team-closed',
    work: async (tx, { form, units }) => {
      const unit = findTeam(units, form.unit)
      if (!unit.ok) return unit
      const { id, name, parent } = unit.value
      const people = (await countByUnit(tx)).get(id) ?? 0
      if (people > 0) return refuse({ code: 'people/unit-has-people', people })
      if (units.some((other) => other.parent === id)) return refuse({ code: 'people/unit-has-teams' })
      if (parent) await emptyUnit(tx, { unit: id, into: parent })
      await deleteUnit(tx, id)
      return accept({ unit: id, name })
    },
  })
