import type { Actor } from '#capabilities/people/index.ts'
import type { Composition } from './composition.server.ts'

declare global {
  namespace App {
    interface Error {
      message: string
      incident?: string
      /** Nothing can be read or saved just now; nobody's mistake, and no number to look for. */
      isAway?: boolean
    }
    interface Locals {
      /** The account that this request is signed in with; only ever set on `/app`. */
      userId: string | undefined
      /** That session began on the word of an identity provider, which could be anybody's: see `own-proof.ts`. */
      isByProvider: boolean
      /** Who that is in the organisation that the address names; undefined where it names none, or not hers. */
      actor: Actor | undefined
    }
    interface Platform {
      req: { kith: Composition }
    }
  }
}
