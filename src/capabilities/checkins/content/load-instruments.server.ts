import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { readInstrumentFile } from '../contract/instrument-file.ts'
import type { Instrument } from '../domain/instrument.ts'
import { surveyFaults } from '../domain/survey/survey-faults.ts'

async function loadOne(folder: string, file: string): Promise<Instrument | string[]> {
  let raw: unknown
  try {
    raw = parse(await readFile(join(folder, file), 'utf8'))
  } catch (fault) {
    return [`${file}: cannot be read as YAML: ${fault instanceof Error ? fault.message : String(fault)}`]
  }
  const read = readInstrumentFile(raw)
  if (!read.ok) return read.refusal.map(({ field, problem }) => `${file}: ${field}: ${problem}`)
  return file === `${read.value.id}.yaml`
    ? read.value
    : [`${file}: id: the file must be called ${read.value.id}.yaml`]
}

/**
 * Reads every `.yaml` file of a folder, once, at start. Throws one error that lists every fault of every file with
 * the field it stands in: a site does not start with a questionnaire that it half understands.
 */
export async function loadInstruments(input: { folder: string }): Promise<ReadonlyMap<string, Instrument>> {
  const files = (await readdir(input.folder)).filter((file) => file.endsWith('.yaml')).sort()
  const loaded = await Promise.all(files.map((file) => loadOne(input.folder, file)))
  const shelf = new Map(loaded.flatMap((one) => (Array.isArray(one) ? [] : [[one.id, one] as const])))
  const faults = loaded.flatMap((one) =>
    Array.isArray(one)
      ? one
      : surveyFaults(one, shelf).map(({ field, problem }) => `${one.id}.yaml: ${field}: ${problem}`),
  )
  if (faults.length > 0)
    throw new Error(`Instruments in ${input.folder} cannot be used:\n${faults.join('\n')}`)
  return shelf
}
