export type { Actor } from './domain/actor.ts'
export { type Profile, type QuietHours, shownFields, workingPatterns } from './domain/profile.ts'
export { type PeopleRefusal, statusOf } from './domain/refusals.ts'
export { type HostKind, isHostKind, type Role, roles } from './domain/roles.ts'
