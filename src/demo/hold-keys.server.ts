import { createHash } from 'node:crypto'
import { appointForDemo, codeWords } from '#capabilities/checkins/index.demo.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { m } from '#messages'
import type { Composition } from '../composition.server.ts'

/** The codes of the fictional trustees are no secret: they are the same in every demo, and printed at its start. */
const codeOf = (office: string): Uint8Array =>
  new Uint8Array(createHash('sha256').update(`kith demo trustee ${office}`).digest().subarray(0, 16))

const trustees = [
  { office: 'data-protection', name: 'Dora Petrov' },
  { office: 'staff', name: 'Sven Ode' },
] as const

/** Has two trustees hold the keys of everything that is announced from now on. */
export const holdKeys = async (site: Composition, given: { administrator: Actor }): Promise<void> => {
  const on = { checkins: site.checkins, actor: given.administrator }
  for (const { office, name } of trustees) await appointForDemo({ office, name, code: codeOf(office) }, on)
}

/** Where somebody who tries the demo acts as a trustee, and with which code. */
export const trusteeLinks = (site: Composition, slug: string): { who: string; address: string }[] =>
  trustees.map(({ office, name }) => ({
    who: m.demo_who_trustee({ name }),
    address: `${site.settings.publicUrl}/trustees/${slug}  ${codeWords(codeOf(office))}`,
  }))
