import { InputError, type Rule } from './publication.ts'

const defaults: Rule = { k: 8, dissenters: 1, margin: 2, hide: 'groups', effort: 'careful', seed: 1 }

/** The rules with their defaults. Throws InputError on what is none. */
export const readRule = (given: Partial<Rule> | undefined): Rule => {
  const rule = { ...defaults, ...given }
  const { k, margin, dissenters, hide, effort, seed } = rule
  if (!Number.isSafeInteger(k) || k < 1)
    throw new InputError('rule.k: not a whole number of people, at least 1.')
  if (!Number.isSafeInteger(margin) || margin < 0)
    throw new InputError('rule.margin: not a whole number, at least 0.')
  if (dissenters !== null && (!Number.isSafeInteger(dissenters) || dissenters < 0))
    throw new InputError('rule.dissenters: not a whole number of people, nor null.')
  if (hide !== 'groups' && hide !== 'cells') throw new InputError('rule.hide: neither groups nor cells.')
  if (effort !== 'fast' && effort !== 'careful')
    throw new InputError('rule.effort: neither fast nor careful.')
  if (!Number.isSafeInteger(seed)) throw new InputError('rule.seed: not a whole number.')
  return rule
}
