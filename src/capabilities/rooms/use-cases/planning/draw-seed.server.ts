import { randomInt } from 'node:crypto'

/** What groups and roles are dealt from. It is drawn once, so that a log says what would be dealt again. */
export const drawSeed = (): string => String(randomInt(2 ** 32))
