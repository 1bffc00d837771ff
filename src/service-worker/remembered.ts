// Outlives the versions, unlike the copies.
const name = 'kith-remembered'
const place = '/support'

/** The address of the support page that this browser opens instead of the list, where it is somebody's own. */
export const rememberedSupport = async (): Promise<string | undefined> => {
  const kept = await (await caches.open(name)).match(place)
  return (await kept?.text()) || undefined
}

/** Remembers an organisation's support page, or, given nothing, none any more. */
export const rememberSupportPage = async (address: string | undefined): Promise<void> => {
  const kept = await caches.open(name)
  if (address === undefined) await kept.delete(place)
  else await kept.put(place, new Response(address))
}
