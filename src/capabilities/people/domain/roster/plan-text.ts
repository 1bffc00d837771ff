import type { ImportPlan } from './plan.ts'

/**
 * A plan as one string: equal for equal plans, whatever the order in which their keys were made.
 * Hash it at the preview; at the import plan again with the same decisions as that preview, and refuse when the hash
 * differs, because then the roster has changed since somebody looked. Then plan with the decisions that came back.
 */
export const planText = (plan: ImportPlan): string =>
  JSON.stringify(plan, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : value,
  )
