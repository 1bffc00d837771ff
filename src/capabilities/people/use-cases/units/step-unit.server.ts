import { accept } from '#kernel/result.ts'
import { StepUnitForm } from '../../contract/tree.ts'
import { setPositions } from '../../data/change-units.server.ts'
import { stepAmong } from '../../domain/unit-changes.ts'
import { changeTree, findTeam, type TreeAsk, type TreeEffects } from './change-tree.server.ts'

/** Moves a team one place up or down among those beside it; at the end already, it stays. */
export const stepUnit = (effects: TreeEffects, given: TreeAsk) =>
  changeTree(effects, given, {
    schema: StepUnitForm,
    act: 'team-put-in-order',
    work: async (tx, { form, units }) => {
      const unit = findTeam(units, form.unit)
      if (!unit.ok) return unit
      const positions = stepAmong(units, { unit: unit.value.id, step: form.step })
      if (positions.length === 0) return accept(null)
      await setPositions(tx, positions)
      return accept({ unit: unit.value.id, name: unit.value.name })
    },
  })
