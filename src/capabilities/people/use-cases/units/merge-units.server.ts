import { accept, refuse } from '#kernel/result.ts'
import { MergeUnitForm } from '../../contract/tree.ts'
import { deleteUnit, emptyUnit } from '../../data/change-units.server.ts'
import { setLead } from '../../data/units.server.ts'
import { whyNotInto } from '../../domain/unit-changes.ts'
import { changeTree, findTeam, type TreeAsk, type TreeEffects } from './change-tree.server.ts'

/** Makes one team part of another: its people and the teams below it move, its lead leads on where nobody did. */
export const mergeUnits = (effects: TreeEffects, given: TreeAsk) =>
  changeTree(effects, given, {
    schema: MergeUnitForm,
    act: 'teams-merged',
    work: async (tx, { form, units }) => {
      const unit = findTeam(units, form.unit)
      if (!unit.ok) return unit
      const into = units.find(({ id }) => id === form.into)
      if (!into) return refuse({ code: 'people/not-found' })
      const why = whyNotInto(units, { unit: unit.value.id, into: into.id })
      if (why) return refuse(why)
      const people = await emptyUnit(tx, { unit: unit.value.id, into: into.id })
      if (!into.lead && unit.value.lead) await setLead(tx, { unit: into.id, lead: unit.value.lead })
      await deleteUnit(tx, unit.value.id)
      return accept({ unit: into.id, before: unit.value.name, name: into.name, people })
    },
  })
