export type Interval = { readonly low: number; readonly high: number }

/** The 0.975 quantile of the normal distribution. */
const Z = 1.959963984540054

/** The 0.975 quantiles of Student's t with 1 to 30 degrees of freedom (SciPy 1.17.1; agrees with the printed tables). */
const T = [
  12.706204736, 4.30265273, 3.182446305, 2.776445105, 2.570581836, 2.446911851, 2.364624252, 2.306004135,
  2.262157163, 2.228138852, 2.20098516, 2.17881283, 2.160368656, 2.144786688, 2.131449546, 2.119905299,
  2.109815578, 2.10092204, 2.093024054, 2.085963447, 2.079613845, 2.073873068, 2.06865761, 2.063898562,
  2.059538553, 2.055529439, 2.051830516, 2.048407142, 2.045229642, 2.042272456,
]

/**
 * The factor of a 95 % interval with Student's t: from the table up to 30 degrees of freedom, beyond by the
 * Cornish-Fisher expansion (Abramowitz and Stegun 26.7.5), there correct to 3e-8. Needs a whole df of 1 or more.
 */
export const studentT = (df: number): number => {
  if (!Number.isSafeInteger(df) || df < 1) throw new RangeError('degrees of freedom start at 1')
  const listed = T[df - 1]
  if (listed !== undefined) return listed
  const z = Z
  return (
    z +
    (z ** 3 + z) / (4 * df) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * df ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * df ** 3) +
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / (92160 * df ** 4)
  )
}

/**
 * Mean of answers given as counts per option value, with its 95 % t interval, cut off at the ends of the scale.
 * No correction for a finite staff: the interval speaks of the conditions, not of who happened to answer.
 * Needs two answers; `counts` and `values` run in the same order.
 */
export const meanOf = (given: {
  counts: readonly number[]
  values: readonly number[]
}): Interval & { value: number } => {
  const { counts, values } = given
  const n = counts.reduce((sum, count) => sum + count, 0)
  const value = counts.reduce((sum, count, i) => sum + count * (values[i] ?? 0), 0) / n
  const squares = counts.reduce((sum, count, i) => sum + count * ((values[i] ?? 0) - value) ** 2, 0)
  const half = studentT(n - 1) * Math.sqrt(squares / (n - 1) / n)
  return {
    value,
    low: Math.max(Math.min(...values), value - half),
    high: Math.min(Math.max(...values), value + half),
  }
}

/**
 * A share with its 95 % score interval (E B Wilson, Journal of the American Statistical Association 22, 1927),
 * which stays honest at 0 of n and n of n. Both ends lie within 0 and 1.
 */
export const shareOf = ({ part, n }: { part: number; n: number }): Interval & { value: number } => {
  if (n < 1) throw new RangeError('a share needs an answer')
  const value = part / n
  const middle = value + Z ** 2 / (2 * n)
  const half = Z * Math.sqrt((value * (1 - value)) / n + Z ** 2 / (4 * n ** 2))
  const scale = 1 + Z ** 2 / n
  return { value, low: Math.max(0, (middle - half) / scale), high: Math.min(1, (middle + half) / scale) }
}

/** Whether two intervals share a value: then the difference could be chance. Cautious: some real ones overlap too. */
export const overlap = (a: Interval, b: Interval): boolean => a.low <= b.high && b.low <= a.high
