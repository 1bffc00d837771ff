import { codeSize } from '../../domain/trustees/code.ts'
import { newSlots } from '../../domain/trustees/parts.ts'
import { makeParts } from '../../domain/trustees/prove.ts'
import { handOver, type Said } from './hand-over.client.ts'

/** 128 bits that stand nowhere but in this page. */
export const newCode = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(codeSize))

/**
 * Makes parts for many check-ins ahead and hands their public halves to the site. `secret`: of the link, the first time.
 */
export const prepareParts = async (given: {
  code: Uint8Array
  organisation: string
  slug: string
  secret?: string
}): Promise<Said<{ free: number }>> => {
  const { code, organisation, secret } = given
  const parts = await makeParts({
    code,
    organisation,
    slots: newSlots(crypto.getRandomValues(new Uint8Array(16))),
    between: () => new Promise((resolve) => setTimeout(resolve)),
  })
  const body = { ...(secret === undefined ? {} : { secret }), parts }
  return handOver({ to: `/trustees/${given.slug}/slots`, body })
}
