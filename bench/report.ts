/** One figure beside its floor or peer, as a ratio measured in the same run. */
export type Figure = {
  what: string
  ours: string
  beside: string
  ratio?: number | undefined
  /** What we want, in words, and whether it was met. */
  target?: string
  isMet?: boolean
}

export const show = (figure: Figure): void => {
  const ratio = figure.ratio === undefined ? '' : `  ratio ${figure.ratio.toFixed(2)}`
  const met = figure.isMet === undefined ? '' : figure.isMet ? '  met' : '  NOT MET'
  console.log(
    `  ${figure.what}: ${figure.ours}  |  ${figure.beside}${ratio}${figure.target ? `  (${figure.target})` : ''}${met}`,
  )
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Alternates two ways of doing the same work, so that a busy machine slows both; returns rates per second. */
export const alternate = async (options: {
  rounds: number
  ours: () => Promise<number> | number
  peer: () => Promise<number> | number
}): Promise<{ ours: number; peer: number; ratio: number }> => {
  const ours: number[] = []
  const peer: number[] = []
  for (let round = 0; round < options.rounds; round++) {
    ours.push(await options.ours())
    peer.push(await options.peer())
  }
  const ratios = ours.map((rate, at) => rate / (peer[at] ?? Number.NaN))
  return { ours: median(ours), peer: median(peer), ratio: median(ratios) }
}

/** Runs `work` over and over for about `ms` and says how often a second it was done. */
export const rate = async (ms: number, work: () => Promise<unknown> | unknown): Promise<number> => {
  const began = performance.now()
  let done = 0
  while (performance.now() - began < ms) {
    await work()
    done++
  }
  return (done * 1000) / (performance.now() - began)
}
