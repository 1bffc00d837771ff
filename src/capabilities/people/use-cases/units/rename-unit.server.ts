import { accept, refuse } from '#kernel/result.ts'
import { RenameUnitForm } from '../../contract/tree.ts'
import { updateUnit } from '../../data/change-units.server.ts'
import { whyNotAt } from '../../domain/unit-changes.ts'
import { changeTree, type TreeAsk, type TreeEffects } from './change-tree.server.ts'

/** Gives a team another name; what was announced or published before keeps the old one. */
export const renameUnit = (effects: TreeEffects, given: TreeAsk) =>
  changeTree(effects, given, {
    schema: RenameUnitForm,
    act: 'team-renamed',
    work: async (tx, { form: { name, ...form }, units }) => {
      const unit = units.find(({ id }) => id === form.unit)
      if (!unit) return refuse({ code: 'people/not-found' })
      if (unit.name === name) return accept(null)
      const why = unit.parent && whyNotAt(units, { unit: unit.id, parent: unit.parent, name })
      if (why) return refuse(why)
      await updateUnit(tx, { unit: unit.id, name })
      return accept({ unit: unit.id, before: unit.name, name })
    },
  })
