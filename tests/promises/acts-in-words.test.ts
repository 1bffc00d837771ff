import { expect, test } from 'vitest'
import { sayCheckinAct } from '#capabilities/checkins/ui/plan-act.ts'
import { sayAct } from '#capabilities/people/ui/say-act.ts'
import { codeFiles, isTest, read } from '../house/tree.ts'

/** What is noted in the audit, wherever that is done: an act stands there as a code. */
const notedActs = (): string[] => {
  const acts = new Set<string>()
  for (const file of codeFiles.filter((file) => file.startsWith('src/capabilities/') && !isTest(file)))
    for (const [, act = ''] of read(file).matchAll(/\bact: '([a-z]+(?:-[a-z]+)+)'/g)) acts.add(act)
  return [...acts].sort()
}

test('whatever is noted in the audit can be read as a sentence, by administrators and by whom it is about', () => {
  const acts = notedActs()
  expect(acts.length).toBeGreaterThan(20)
  const unsaid = acts.filter((act) => {
    const entry = { act, actorName: 'Ines', memberName: 'Amara', facts: {} }
    return (sayAct(entry) ?? sayCheckinAct(entry)) === undefined
  })
  expect(unsaid).toEqual([])
})
