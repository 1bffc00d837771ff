import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe objects to on a page: everything of WCAG 2.2 AA, or only what changes with the size and the look. */
export const objectionsOf = async (page: Page, isWhole = true): Promise<string[]> => {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  return page.evaluate(async (isWhole) => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') }
    const found = await axe.run(document, {
      runOnly: isWhole
        ? { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }
        : { type: 'rule', values: ['color-contrast', 'target-size'] },
    })
    if (found.passes.length === 0) return ['axe looked at nothing']
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary?.slice(0, 300)}`,
      ),
    )
  }, isWhole)
}
