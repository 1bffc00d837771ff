import { readCode } from '#platform/codes/room-codes.server.ts'

// However it was typed.
const nameOf = (code: string) => `kith_seat_${readCode(code) ?? 'none'}`

/** The seat's cookie, one for each room, that no path but `/r` is sent. */
export const seatCookieOf = (given: { code: string; isSecure: boolean }) => ({
  name: nameOf(given.code),
  options: {
    path: '/r',
    httpOnly: true,
    sameSite: 'lax' as const,
    secure: given.isSecure,
    // Long enough for a room and what is approved after it.
    maxAge: 30 * 86_400,
  },
})

/** The same as a header. */
export const seatCookie = (given: { code: string; secret: string; isSecure: boolean }): string => {
  const { name, options } = seatCookieOf(given)
  const secure = options.secure ? '; Secure' : ''
  return `${name}=${given.secret}; Path=${options.path}; Max-Age=${options.maxAge}; HttpOnly; SameSite=Lax${secure}`
}

/** What the cookie of a room says, among all that a browser sent. */
export const secretIn = (header: string | undefined, code: string): string | undefined => {
  if (header === undefined) return undefined
  const start = `${nameOf(code)}=`
  return header
    .split(';')
    .map((one) => one.trim())
    .find((one) => one.startsWith(start))
    ?.slice(start.length)
}
