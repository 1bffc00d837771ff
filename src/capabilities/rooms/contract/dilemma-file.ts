import * as v from 'valibot'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { type Dilemma, dilemmaThemes } from '../domain/dilemma.ts'
import { type Fault, faultsOf, shortName, version, written } from './written-content.ts'

const theme = v.picklist(dilemmaThemes, `must be one of ${dilemmaThemes.join(', ')}`)

const shape: v.GenericSchema<unknown, Dilemma> = v.strictObject({
  id: shortName,
  version,
  themes: v.pipe(v.array(theme), v.minLength(1, 'needs at least one theme')),
  told: v.picklist(['by-anyone', 'by-leaders'], 'must be by-anyone or by-leaders'),
  title: written(60),
  story: written(1200),
  asks: written(300),
})

/** Reads what a YAML file in `content/dilemmas` held; the refusal lists every fault with its field. */
export function readDilemmaFile(raw: unknown): Result<Dilemma, Fault[]> {
  const parsed = v.safeParse(shape, raw)
  return parsed.success ? accept(parsed.output) : refuse(faultsOf(parsed.issues))
}
