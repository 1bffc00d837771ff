// The demo's own door: nothing else may come in by it, so that nothing else can make a release up.
import { writeCode } from './domain/trustees/code.ts'

export { type Invention, inventReleasedWaves } from './use-cases/invent-released-waves.server.ts'
export type { InventedReply } from './use-cases/invent-replies.server.ts'
export { appointForDemo } from './use-cases/trustees/appoint-for-demo.server.ts'

/** A code as it is printed. */
export const codeWords = (code: Uint8Array): string => writeCode(code).join(' ')
