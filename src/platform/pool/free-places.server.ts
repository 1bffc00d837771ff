/** The places that no payload stands at; taking one and giving one back cost the same at any size. */
export type FreePlaces = {
  readonly count: number
  /** Takes one place out; `randomIndex(n)` must return a whole number from 0 to n − 1. */
  take: (randomIndex: (below: number) => number) => number
  giveBack: (place: number) => void
}

/** Starts with no free place. Four bytes a slot. */
export const freePlaces = (capacity: number): FreePlaces => {
  const places = new Uint32Array(capacity)
  let count = 0
  return {
    get count() {
      return count
    },
    take(randomIndex) {
      const index = randomIndex(count)
      const place = index < count ? places[index] : undefined
      if (place === undefined) throw new RangeError(`randomIndex must choose below ${count}`)
      count -= 1
      places[index] = places[count] ?? 0
      return place
    },
    giveBack(place) {
      if (count >= capacity) throw new RangeError('more places given back than exist')
      places[count] = place
      count += 1
    },
  }
}
