/** A plan as the page that composes it sends it: one field of JSON. Undefined where it cannot be read. */
export const wishIn = (sent: FormData): unknown => {
  try {
    return JSON.parse(String(sent.get('wish') ?? ''))
  } catch {
    return undefined
  }
}
