import type { Cookies } from '@sveltejs/kit'
import { seatCookieOf } from '#capabilities/rooms/index.server.ts'

type On = { cookies: Cookies; url: URL }

/** The secret of a seat in the room of a code, as far as this browser has one. */
export const seatSecret = ({ cookies, url }: On, code: string): string | undefined =>
  cookies.get(seatCookieOf({ code, isSecure: url.protocol === 'https:' }).name)

/** Keeps a seat in this browser: for `/r` and nothing else. */
export const keepSeat = ({ cookies, url }: On, seat: { code: string; secret: string }): void => {
  const { name, options } = seatCookieOf({ code: seat.code, isSecure: url.protocol === 'https:' })
  cookies.set(name, seat.secret, { ...options, encode: (value) => value })
}
