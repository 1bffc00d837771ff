import { describe, expect, it } from 'vitest'
import golden from './hostile-vectors.json' with { type: 'json' }
import { audit, InputError, parsePublication, protect } from './server.ts'

/** As `kith audit` ends: 0 safe, 1 refused, 2 not readable or contradicting itself. */
const endOf = async (text: string): Promise<0 | 1 | 2> => {
  try {
    const { publication, shown = [] } = parsePublication(text)
    return (await audit({ publication, shown })).safe ? 0 : 1
  } catch (error) {
    if (error instanceof InputError) return 2
    throw error
  }
}

describe('publications that were made to deceive the audit', () => {
  for (const { name, exit, ...given } of golden.cases)
    it(`end with ${exit}: ${name}`, async () => {
      expect(await endOf('text' in given && given.text ? given.text : JSON.stringify(given.input))).toBe(exit)
    })

  it('are not what is chosen: two people who are left over stay hidden', async () => {
    const found = golden.cases.find(({ name }) => name === 'two people left over in parts of one')
    const { publication } = parsePublication(JSON.stringify(found?.input))
    const { safe, shown } = await protect({ publication })
    expect(safe).toBe(true)
    const places = shown.map(({ at }) => JSON.stringify(at))
    const isAll = ['{}', '{"unit":"a"}', '{"unit":"b"}'].every((at) => places.includes(at))
    expect({ shown: places.length > 0, isAll }).toEqual({ shown: true, isAll: false })
  })
})
