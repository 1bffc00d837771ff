import { readPlanFile } from '../contract/plan-file.ts'
import { stepsOf } from '../domain/format/format.ts'
import type { ShippedFormat } from '../domain/format/shipped-format.ts'
import type { ReadyPlan } from '../domain/plan/ready-plan.ts'
import { loadFolder, type Shelf } from './load-folder.server.ts'

/**
 * The plans that come with Kith, by id, read once at start. Throws one error that lists every fault of every file, also
 * where a plan names a format or a step that is not there.
 */
export const loadPlans = (input: {
  folder: string
  formats: Shelf<ShippedFormat>
}): Promise<Shelf<ReadyPlan>> =>
  loadFolder({
    folder: input.folder,
    read: readPlanFile,
    among: (shelf) =>
      [...shelf.values()].flatMap((plan) =>
        plan.parts.flatMap((part, at) => {
          const shipped = input.formats.get(part.format)
          if (!shipped)
            return [
              {
                id: plan.id,
                field: `parts.${at}.format`,
                problem: `there is no format called ${part.format}`,
              },
            ]
          const steps = new Set(stepsOf(shipped.format).map(({ id }) => id))
          return Object.keys(part.seconds ?? {})
            .filter((step) => !steps.has(step))
            .map((step) => ({
              id: plan.id,
              field: `parts.${at}.minutes.${step}`,
              problem: `${part.format} has no such step`,
            }))
        }),
      ),
  })
