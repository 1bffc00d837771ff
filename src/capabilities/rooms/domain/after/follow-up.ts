/** A day to come back to what was agreed, and the host's sentence about it. */
export type FollowUp = { id: string; on: string; words: string }

export const LONGEST_FOLLOW_UP = 500
