import type { Cookies } from '@sveltejs/kit'
import { parseSetCookieHeader } from 'better-auth/cookies'

/** Hands cookies that the sign-in library made on to the answer, as they are. */
export const copyCookies = (cookies: Cookies, headers: Headers): void => {
  for (const line of headers.getSetCookie()) {
    for (const [name, cookie] of parseSetCookieHeader(line)) {
      cookies.set(name, cookie.value, {
        path: cookie.path ?? '/app',
        httpOnly: true,
        secure: cookie.secure ?? false,
        sameSite: 'lax',
        encode: (value) => value,
        ...(cookie['max-age'] === undefined ? {} : { maxAge: cookie['max-age'] }),
      })
    }
  }
}
