const EXPECTED = 10
const MOST = 10_000

/** For how many people a plan is worked out, from its address: ten unless somebody said otherwise. */
export const peopleIn = (url: URL): number => {
  const people = Number(url.searchParams.get('people') ?? EXPECTED)
  return Number.isInteger(people) && people >= 1 && people <= MOST ? people : EXPECTED
}
