import * as v from 'valibot'

const name = v.pipe(v.string(), v.maxLength(200))

/** The first record of a backup. */
export const Head = v.object({
  madeAt: v.pipe(v.string(), v.isoTimestamp()),
  /** Every migration that had run, in order; the last one is the point to which a restore brings an empty database. */
  migrations: v.pipe(v.array(name), v.minLength(1)),
  /** Files of DATA_DIR/secrets that belong to the site, each with a keyed hash by which it is known again. */
  secrets: v.array(v.object({ file: name, check: v.string() })),
})
export type Head = v.InferOutput<typeof Head>

/** Before the rows of a table, once for each organisation whose they are. */
export const TableHead = v.object({
  table: name,
  organisation: v.nullable(v.pipe(v.string(), v.uuid())),
  columns: v.pipe(v.array(name), v.minLength(1)),
})
export type TableHead = v.InferOutput<typeof TableHead>

/** The last record. */
export const End = v.object({ rows: v.record(v.string(), v.number()) })
export type End = v.InferOutput<typeof End>
