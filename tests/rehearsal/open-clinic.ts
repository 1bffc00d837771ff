import type { Browser } from 'playwright-core'
import { phone, picture, type Visitor, visitor } from './browser.ts'
import { joinedClinic } from './joined-clinic.ts'
import { announceOn, type Organised, passTo, staffList } from './people-on-site.ts'
import type { RunningSite } from './running-site.ts'
import { times } from './wave.ts'

type Wish = Omit<Parameters<typeof visitor>[1], 'running' | 'cookies'>

/** A running site with one team whose check-in is open, and a browser for each person who sits down at one. */
export type OpenClinic = Organised & {
  running: RunningSite
  wave: string
  /** The address of everybody's home page. */
  home: string
  /** `Surgery 1` and so on, by number, at a browser of her own: a phone, unless something else is wished for. */
  sitsDown(number: number, wish?: Wish): Promise<Visitor>
  /** Somebody without a session, at a browser of her own. */
  passesBy(wish?: Wish): Promise<Visitor>
  /** Signs her in where another sat: the same browser, another session. */
  takesOver(where: Visitor, number: number): Promise<void>
  /** Closes every browser that somebody sat at; where a test is named, as one that failed, with a picture of each. */
  everybodyLeaves(failed?: string): Promise<void>
  end(): Promise<void>
}

/** `staff` people in one team, of whom the first `joined` have come in. */
export const openClinic = async (given: {
  staff: number
  joined: number
  professions?: readonly string[]
  form?: Parameters<typeof announceOn>[1]['form']
}): Promise<OpenClinic> => {
  const names = Array.from({ length: given.joined }, (_, at) => `Surgery ${at + 1}`)
  const list = staffList({ Surgery: given.staff }, given.professions)
  const { running, browser, clinic, sessions } = await joinedClinic({ list, names })
  const wave = await announceOn(running, { to: clinic, ...(given.form ? { form: given.form } : {}) })
  await passTo(running, { to: clinic, wave, at: times.during, state: 'open' })
  return {
    ...clinic,
    running,
    wave,
    home: `/app/${clinic.slug}`,
    ...seats({ running, browser, sessions }),
    end: async () => {
      await browser.close()
      await running.end()
    },
  }
}

const seats = (on: { running: RunningSite; browser: Browser; sessions: Map<string, Headers> }) => {
  let open: Visitor[] = []
  const cookiesOf = (number: number): Headers => {
    const cookies = on.sessions.get(`Surgery ${number}`)
    if (!cookies) throw new Error('Nobody of that number has joined.')
    return cookies
  }
  const sit = async (wish: Wish & { cookies?: Headers }): Promise<Visitor> => {
    const who = await visitor(on.browser, { running: on.running, size: phone, ...wish })
    open.push(who)
    return who
  }
  return {
    sitsDown: (number: number, wish: Wish = {}) => sit({ ...wish, cookies: cookiesOf(number) }),
    passesBy: (wish: Wish = {}) => sit(wish),
    takesOver: async ({ context }: Visitor, number: number) => {
      await context.clearCookies({ name: 'kith.session_token' })
      for (const line of cookiesOf(number).getSetCookie()) {
        const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=')
        await context.addCookies([{ name, value, domain: 'localhost', path: '/app', httpOnly: true }])
      }
    },
    everybodyLeaves: async (failed?: string) => {
      if (failed) for (const { page } of open) await picture(page, `failed-${failed}`)
      for (const { context } of open) await context.close()
      open = []
    },
  }
}
