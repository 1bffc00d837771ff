import { type FileHandle, open } from 'node:fs/promises'
import * as v from 'valibot'
import { readRows } from './compressed-rows.server.ts'
import { End, Head, TableHead } from './described.ts'
import { type BackupRecord, readRecords } from './records.server.ts'

const strange = 'This backup cannot be read: it does not say what Kith expects. Use another one.'

const parse = <const S extends v.GenericSchema>(schema: S, record: BackupRecord): v.InferOutput<S> => {
  try {
    const parsed = v.safeParse(schema, JSON.parse(record.content.toString('utf8')))
    if (parsed.success) return parsed.output
  } catch {
    // Not JSON: the same sentence.
  }
  throw new Error(strange)
}

const openFile = async (file: string): Promise<FileHandle> => {
  try {
    return await open(file, 'r')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') throw new Error(`There is no file ${file}.`)
    if (code === 'EACCES') throw new Error(`Kith may not read ${file}.`)
    throw error
  }
}

/** Reads a whole backup once, unpacking nothing. @throws a sentence when any of it is not as it was written. */
export const verifyBackup = async (file: string): Promise<Head> => {
  const handle = await openFile(file)
  try {
    let head: Head | undefined
    for await (const record of readRecords(handle)) {
      if (!head && record.kind !== 'head') throw new Error(strange)
      head ??= parse(Head, record)
    }
    if (!head) throw new Error(strange)
    return head
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EISDIR') throw new Error(`${file} is a folder.`)
    throw error
  } finally {
    await handle.close()
  }
}

/**
 * Hands on the rows of a backup, table by table, in the form of COPY. `load` says how many it took, all of them, or
 * undefined when it leaves the table aside. @throws a sentence when these are not as many as were written.
 */
export const loadRows = async (
  file: string,
  load: (table: TableHead, rows: AsyncIterable<Buffer>) => Promise<number | undefined>,
): Promise<number> => {
  const handle = await openFile(file)
  const records = readRecords(handle)
  const loaded: Record<string, number> = {}
  const aside = new Set<string>()
  try {
    let next = await records.next()
    if (next.value?.kind !== 'head') throw new Error(strange)
    next = await records.next()
    const rows = async function* (): AsyncGenerator<Buffer> {
      for (next = await records.next(); next.value?.kind === 'rows'; next = await records.next())
        yield await readRows(next.value.content)
    }
    while (next.value?.kind === 'table') {
      const table = parse(TableHead, next.value)
      const source = rows()
      const count = await load(table, source)
      if (count === undefined) {
        aside.add(table.table)
        for await (const _ of source);
      } else loaded[table.table] = (loaded[table.table] ?? 0) + count
    }
    if (next.value?.kind !== 'end') throw new Error(strange)
    const end = parse(End, next.value)
    for (const name of new Set([...Object.keys(end.rows), ...Object.keys(loaded)]))
      if (!aside.has(name) && end.rows[name] !== loaded[name]) throw new Error(strange)
    return Object.values(loaded).reduce((sum, count) => sum + count, 0)
  } finally {
    await records.return(undefined)
    await handle.close()
  }
}
