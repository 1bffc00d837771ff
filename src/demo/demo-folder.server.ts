import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const markOf = (dataDir: string) => join(dataDir, 'everything-here-is-fictional')

export const isDemoFolder = (dataDir: string): boolean => existsSync(markOf(dataDir))

/**
 * Keeps what is made up and what is real in folders of their own: a folder is marked before the first person is made
 * up, and neither kind starts on the other's. Called while the folder is held.
 * @throws a sentence for the operator.
 */
export const keepApart = (given: { dataDir: string; isDemo: boolean }): void => {
  const { dataDir, isDemo } = given
  const mark = markOf(dataDir)
  if (existsSync(mark)) {
    if (isDemo) return
    throw new Error(
      `${dataDir} holds the demo. Start it with npm start -- --demo, or choose another DATA_DIR for a site of your own.`,
    )
  }
  if (!isDemo) return
  if (readdirSync(dataDir).some((name) => !name.startsWith('kith.lock')))
    throw new Error(
      `${dataDir} holds something already. The demo wants a folder of its own: choose another DATA_DIR.`,
    )
  writeFileSync(mark, 'The demo made this folder. It can be removed at any time.\n', { flush: true })
}
