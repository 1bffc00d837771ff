import type { Visitor } from '../../rehearsal/browser.ts'

/**
 * What of typed text became more than text on the page that is open: a script that ran, elements that nobody drew, an
 * address that is a script, something that the policy had to stop. Each found thing as words.
 */
export const plantedIn = async ({
  page,
  complaints,
}: Pick<Visitor, 'page' | 'complaints'>): Promise<string[]> => {
  const read = () =>
    page.evaluate(() => ({
      ran: 'ran' in globalThis,
      planted: document.querySelectorAll(
        'img, iframe, base, meta[http-equiv=refresh], [onerror], [onload], [onfocus]',
      ).length,
      links: [...document.querySelectorAll('a[href], form[action]')].filter((one) =>
        /^\s*javascript:/i.test(one.getAttribute('href') ?? one.getAttribute('action') ?? ''),
      ).length,
    }))
  // A page that leads on by itself is read where it ends.
  const found = await read().catch(() => page.waitForLoadState().then(read))
  return [
    ...(found.ran ? ['it ran'] : []),
    ...(found.planted > 0 ? [`${found.planted} elements that nobody drew`] : []),
    ...(found.links > 0 ? ['an address that is a script'] : []),
    // A page that refuses what was typed, or is not there, is no breach.
    ...complaints.filter((words) => !/status of 4\d\d/.test(words)),
  ]
}
