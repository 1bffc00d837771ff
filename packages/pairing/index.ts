export {
  type Dealing,
  type Dealt,
  dealRoles,
  type Role,
  type RolesRefusal,
  type RolesRequest,
} from './roles/deal-roles.ts'
export { type Absorbed, type AbsorbRequest, absorb } from './rotation/absorb.ts'
export { planInSteps, planRotation } from './rotation/plan.ts'
export type * from './rotation/request.ts'
export { groupSizes } from './rotation/sizes.ts'
