/** What somebody may be in an organisation besides a member. A unit's lead comes from the unit; an operator is of the site. */
export const roles = ['administrator', 'wellbeing-lead', 'facilitator'] as const
export type Role = (typeof roles)[number]

export const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text)

/** Who runs the machine: everybody reads the answer before they trust anything. */
export const hostKinds = ['employer', 'independent', 'members'] as const
export type HostKind = (typeof hostKinds)[number]

export const isHostKind = (text: string | undefined): text is HostKind =>
  text !== undefined && (hostKinds as readonly string[]).includes(text)
