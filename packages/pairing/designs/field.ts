/**
 * Arithmetic in which as many differences as possible are invertible: the product of the finite fields whose orders are
 * the prime powers of `order` (MacNeish 1922). Elements are whole numbers below `order`.
 */
export type Ring = {
  readonly order: number
  /** The smallest prime power: so many elements, `spread(0)` to `spread(least - 1)`, differ by invertible elements. */
  readonly least: number
  spread(index: number): number
  add(a: number, b: number): number
  multiply(a: number, b: number): number
}

export const ringOf = (order: number): Ring => {
  const fields = primePowers(order).map(fieldOf)
  const least = fields.reduce((smallest, field) => Math.min(smallest, field.order), order)
  const combine = (of: (field: Field, a: number, b: number) => number) => (a: number, b: number) => {
    let result = 0
    let weight = 1
    let [restA, restB] = [a, b]
    for (const field of fields) {
      result += weight * of(field, restA % field.order, restB % field.order)
      weight *= field.order
      restA = Math.floor(restA / field.order)
      restB = Math.floor(restB / field.order)
    }
    return result
  }
  const repeated = fields.map((_, at) => fields.slice(0, at).reduce((weight, { order }) => weight * order, 1))
  return {
    order,
    least,
    spread: (index) => repeated.reduce((sum, weight) => sum + weight * index, 0),
    add: combine((field, a, b) => field.add(a, b)),
    multiply: combine((field, a, b) => field.multiply(a, b)),
  }
}

type Field = { order: number; add(a: number, b: number): number; multiply(a: number, b: number): number }

/** Prime and exponent of each prime power that divides `order` exactly. */
const primePowers = (order: number): { prime: number; degree: number }[] => {
  const found: { prime: number; degree: number }[] = []
  let rest = order
  for (let prime = 2; rest > 1; prime = prime * prime > rest ? rest : prime + 1) {
    let degree = 0
    while (rest % prime === 0) {
      rest /= prime
      degree++
    }
    if (degree > 0) found.push({ prime, degree })
  }
  return found
}

/** Polynomials below a degree over the whole numbers modulo a prime; a number's digits are the coefficients. */
const fieldOf = (given: { prime: number; degree: number }): Field => {
  const { prime, degree } = given
  const order = prime ** degree
  const digits = (value: number) =>
    Array.from({ length: degree }, (_, at) => Math.floor(value / prime ** at) % prime)
  const value = (of: readonly number[]) => of.reduceRight((sum, digit) => sum * prime + digit, 0)
  if (degree === 1) return { order, add: (a, b) => (a + b) % prime, multiply: (a, b) => (a * b) % prime }
  const modulus = irreducible({ prime, degree })
  return {
    order,
    add: (a, b) => {
      let sum = 0
      let [restA, restB] = [a, b]
      for (let weight = 1; weight < order; weight *= prime) {
        sum += weight * (((restA % prime) + (restB % prime)) % prime)
        restA = Math.floor(restA / prime)
        restB = Math.floor(restB / prime)
      }
      return sum
    },
    multiply: (a, b) => {
      const product: number[] = new Array(2 * degree - 1).fill(0)
      for (const [i, x] of digits(a).entries())
        for (const [j, y] of digits(b).entries()) product[i + j] = ((product[i + j] ?? 0) + x * y) % prime
      return value(remainder({ of: product, by: modulus, prime }).slice(0, degree))
    },
  }
}

/** What is left of a polynomial (lowest coefficient first) after division by one whose highest coefficient is 1. */
const remainder = (given: { of: readonly number[]; by: readonly number[]; prime: number }): number[] => {
  const { by, prime } = given
  const left = [...given.of]
  for (let top = left.length - 1; top >= by.length - 1; top--) {
    const times = left[top] ?? 0
    for (const [at, coefficient] of by.entries()) {
      const place = top - by.length + 1 + at
      left[place] = ((left[place] ?? 0) + (prime - times) * coefficient) % prime
    }
  }
  return left
}

/** The first polynomial of this degree, highest coefficient 1, that no smaller one divides. */
const irreducible = (given: { prime: number; degree: number }): number[] => {
  const { prime, degree } = given
  const monic = (of: number, low: number) => [
    ...Array.from({ length: of }, (_, at) => Math.floor(low / prime ** at) % prime),
    1,
  ]
  for (let low = 1; low < prime ** degree; low++) {
    const candidate = monic(degree, low)
    let isDivided = false
    for (let of = 1; of * 2 <= degree && !isDivided; of++)
      for (let divisor = 0; divisor < prime ** of && !isDivided; divisor++)
        isDivided = remainder({ of: candidate, by: monic(of, divisor), prime })
          .slice(0, of)
          .every((x) => x === 0)
    if (!isDivided) return candidate
  }
  throw new RangeError(`there is no field of ${prime} to the power of ${degree}`)
}
