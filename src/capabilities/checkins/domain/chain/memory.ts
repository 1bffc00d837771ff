import type { Witness } from '../manifest/manifest.ts'
import { listedIn } from './read-body.ts'
import type { ChainFault, ChainKnown, ChainSeen } from './verify-chain.ts'

/** A witness for whose signature a browser waits, and the entry of the chain from which on it does. */
export type Relied = { readonly witness: Witness; readonly since: number }

/** An entry that says what it must not, of which its owner was told why. Nothing that it announces is taken part in. */
export type Excused = { readonly hash: string; readonly fault: ChainFault }

/**
 * What a browser remembers of an organisation's chain. `known` is missing after its owner said that a broken chain may
 * begin anew; `required` outlives that: whom she relied on can only end with her yes.
 */
export type ChainMemory = {
  readonly known?: ChainKnown
  readonly required: readonly Relied[]
  readonly excused?: readonly Excused[]
}

/**
 * What is remembered after a look. Whom the chain requires is added; whom it requires no more stays, until the owner of
 * this browser says yes. At first sight nobody was relied on yet: then the newest list counts alone.
 */
export const rememberSeen = (
  before: ChainMemory | undefined,
  seen: Extract<ChainSeen, { ok: true }>,
): ChainMemory => {
  let required: readonly Relied[] = before?.required ?? []
  const isFirst = !before?.known && required.length === 0
  for (const { entry, body } of seen.news) {
    const listed = listedIn(entry.kind, body)?.filter(({ isRequired }) => isRequired)
    if (!listed) continue
    if (isFirst) required = required.filter(({ witness }) => listed.some((one) => isSame(one, witness)))
    const fresh = listed.filter((one) => !required.some(({ witness }) => isSame(one, witness)))
    required = [...required, ...fresh.map((witness) => ({ witness, since: entry.number }))]
  }
  return { ...before, known: seen.known, required }
}

/** The owner of this browser was told by them that they no longer sign. */
export const withoutEnded = (memory: ChainMemory): ChainMemory => {
  const still = memory.known?.witnesses ?? []
  return {
    ...memory,
    required: memory.required.filter(({ witness }) =>
      still.some((one) => one.isRequired && isSame(one, witness)),
    ),
  }
}

/** She was told why the chain does not go on as it did. Whom she relied on is required from the first entry on. */
export const beginAnew = ({ excused = [], ...memory }: ChainMemory): ChainMemory => ({
  excused,
  required: memory.required.map(({ witness }) => ({ witness, since: 0 })),
})

/** She was told why this entry is wrong: the chain goes on behind it. */
export const withExcused = (memory: ChainMemory, one: Excused): ChainMemory => ({
  ...memory,
  excused: [...(memory.excused ?? []), one],
})

const isSame = (one: Witness, other: Witness): boolean =>
  one.id === other.id && one.publicKey === other.publicKey
