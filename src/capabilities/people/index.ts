export type { Actor } from './domain/actor.ts'
export { type PeopleRefusal, statusOf } from './domain/refusals.ts'
export { type HostKind, isHostKind, type Role, roles } from './domain/roles.ts'
