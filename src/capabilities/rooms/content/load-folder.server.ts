import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Result } from '#kernel/result.ts'
import type { Fault } from '../contract/written-content.ts'

type Reader<T> = (raw: unknown) => Result<T, Fault[]>
export type Shelf<T> = ReadonlyMap<string, T>

/**
 * Reads every `.yaml` file of a folder, in the order of its name. `among` says what is wrong between files, by the id of
 * the file.
 * @throws one error with a sentence for each fault of each file: the file, the field, what is wrong.
 */
export async function loadFolder<T extends { id: string }>(input: {
  folder: string
  read: Reader<T>
  among?: (shelf: Shelf<T>) => (Fault & { id: string })[]
}): Promise<Shelf<T>> {
  const { folder, read, among = () => [] } = input
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort()
  const loaded = await Promise.all(files.map((file) => loadOne({ folder, file, read })))
  const shelf = new Map(loaded.flatMap((one) => ('id' in one ? [[one.id, one] as const] : [])))
  const faults = [
    ...loaded.flatMap((one) => ('faults' in one ? one.faults : [])),
    ...among(shelf).map(({ id, ...fault }) => inOneLine(`${id}.yaml`, fault)),
  ]
  if (faults.length > 0) throw new Error(`Files in ${folder} cannot be used:\n${faults.join('\n')}`)
  return shelf
}

const inOneLine = (file: string, { field, problem }: Fault) => `${file}: ${field}: ${problem}`

async function loadOne<T extends { id: string }>(input: {
  folder: string
  file: string
  read: Reader<T>
}): Promise<T | { faults: string[] }> {
  const { folder, file, read } = input
  let raw: unknown
  try {
    raw = parse(await readFile(join(folder, file), 'utf8'))
  } catch (fault) {
    return { faults: [`${file}: cannot be read as YAML: ${fault instanceof Error ? fault.message : fault}`] }
  }
  const one = read(raw)
  if (!one.ok) return { faults: one.refusal.map((fault) => inOneLine(file, fault)) }
  return file === `${one.value.id}.yaml`
    ? one.value
    : { faults: [`${file}: id: the file must be called ${one.value.id}.yaml`] }
}
