/** The five places of Kith, in the order in which they always stand. */
export const placeOrder = ['home', 'together', 'learn', 'speak', 'changes'] as const

export type Place = (typeof placeOrder)[number]

/** Addresses of the places that exist here; what is missing is not drawn. */
export type PlaceAddresses = Partial<Record<Place, string>>
