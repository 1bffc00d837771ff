import { readFileSync } from 'node:fs'
import { type IntegrityList, isIntegrityList } from './list-files.server.ts'

/** The list that a file holds. @throws a sentence when it holds none. */
export const readList = (file: string): IntegrityList => {
  const list: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!isIntegrityList(list)) throw new Error(`${file} is no list of a site's files.`)
  return list
}
