import { describe, expect, it } from 'vitest'
import { readPublication } from './linked/input/read-publication.ts'
import { runJobs } from './linked/run/workers.ts'
import { audit, InputError, type Publication, protect, type Shown } from './server.ts'

const categories = ['yes', 'no']

/** Two wards of a hospital, nurses and doctors in each; everything is known about the nurses of the first but one. */
const linked: Publication = {
  dimensions: {
    unit: [
      { id: 'hospital', parent: null },
      { id: 'a', parent: 'hospital' },
      { id: 'b', parent: 'hospital' },
    ],
    profession: [
      { id: 'all', parent: null },
      { id: 'nurse', parent: 'all' },
      { id: 'doctor', parent: 'all' },
    ],
  },
  items: [{ id: 'q', categories }],
  people: [
    { at: { unit: 'a', profession: 'nurse' }, roster: 20 },
    { at: { unit: 'a', profession: 'doctor' }, roster: 3 },
    { at: { unit: 'b', profession: 'nurse' }, roster: 20 },
  ],
  tables: [
    {
      id: 'units',
      by: ['unit'],
      counts: [
        { at: { unit: 'a' }, answers: { q: [9, 10] } },
        { at: { unit: 'b' }, answers: { q: [8, 8] } },
      ],
    },
    {
      id: 'professions',
      by: ['profession'],
      counts: [
        { at: { profession: 'nurse' }, answers: { q: [16, 16] } },
        { at: { profession: 'doctor' }, answers: { q: [1, 2] } },
      ],
    },
  ],
}
const everythingLarge: Shown[] = [
  { item: 'q', at: {} },
  { item: 'q', at: { unit: 'a' } },
  { item: 'q', at: { unit: 'b' } },
  { item: 'q', at: { profession: 'nurse' } },
]

describe('the audit of linked tables', () => {
  it('refuses two tables that give a small group away together, and says by which figures', async () => {
    const { safe, refusals } = await audit({ publication: linked, shown: everythingLarge })
    expect(safe).toBe(false)
    expect(refusals).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          code: 'narrow',
          figure: { item: 'q', table: 'professions', at: { profession: 'doctor' }, category: 'yes' },
          low: 1,
          high: 1,
          because: expect.arrayContaining([
            { figure: { item: 'q', table: 'units', at: { unit: 'a' }, category: 'yes' } },
            { figure: { item: 'q', table: 'units', at: { unit: 'b' }, category: 'yes' } },
            { figure: { item: 'q', table: 'professions', at: { profession: 'nurse' }, category: 'yes' } },
          ]),
        }),
      ]),
    )
  })

  it('chooses what may be shown, the same each time', async () => {
    const first = await protect({ publication: linked })
    expect(first.safe).toBe(true)
    expect(first.shown.length).toBeGreaterThan(0)
    expect(first.shown).not.toContainEqual(expect.objectContaining({ at: { profession: 'doctor' } }))
    expect(await protect({ publication: linked, limits: { workers: 1 } })).toEqual(first)
    expect((await audit({ publication: linked, shown: first.shown })).safe).toBe(true)
  })

  it('opens nothing when its solver is killed, throws, answers nonsense or is too slow', async () => {
    const { systems } = readPublication(linked)
    const jobs = systems.map((system) => ({ kind: 'protect' as const, system }))
    const programs = {
      killed: 'process.exit(1)',
      throwing: 'throw new Error("no")',
      endless: 'for (;;);',
      // What is no answer to what was asked, in whatever form.
      nonsense: 'parentPort.postMessage({ kind: "x" })',
      nothing: 'parentPort.postMessage(null)',
      another: 'parentPort.postMessage({ kind: "audited", bare: [], audited: [] })',
      short: 'parentPort.postMessage({ kind: "protected", shown: new Uint8Array(1), bare: [], audited: [] })',
    }
    for (const [name, source] of Object.entries(programs)) {
      const program = new URL(
        `data:text/javascript,import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { ${source} })`,
      )
      const outcomes = await runJobs({ jobs, limits: { totalSeconds: 2 }, program })
      expect(outcomes).toEqual([{ kind: name === 'endless' ? 'out-of-time' : 'failed' }])
    }
    const asked = systems.map((system) => ({
      kind: 'audit' as const,
      system,
      shown: new Uint8Array(),
      share: { at: 0, of: 1 },
    }))
    const mumbling = new URL(
      "data:text/javascript,import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { parentPort.postMessage({ kind: 'audited', bare: [], audited: [{}] }) })",
    )
    expect(await runJobs({ jobs: asked, limits: {}, program: mumbling })).toEqual([{ kind: 'failed' }])
    const late = await protect({ publication: linked, limits: { totalSeconds: 0.001 } })
    expect(late).toMatchObject({ safe: false, shown: [] })
    expect(late.audit.refusals).toContainEqual({ code: 'out-of-time', item: 'q' })
    const unseen = await audit({ publication: linked, shown: [], limits: { totalSeconds: 0.001 } })
    expect(unseen).toMatchObject({
      safe: false,
      refusals: [{ code: 'out-of-time' }],
    })
  })

  it('takes no number of threads or of seconds that is none', async () => {
    for (const workers of [1.5, 2.5, 0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1000])
      await expect(
        audit({ publication: linked, shown: everythingLarge, limits: { workers } }),
      ).rejects.toThrow(/limits.workers/)
    await expect(protect({ publication: linked, limits: { totalSeconds: Number.NaN } })).rejects.toThrow(
      /limits.totalSeconds/,
    )
  })

  it('reports of what is hidden nothing that the shown figures do not say', async () => {
    // The same is shown; underneath, others answered, or nobody.
    const withWards = (a: number[], b: number[], c: number[]): Publication => ({
      dimensions: {
        unit: [{ id: 'all', parent: null }, ...['a', 'b', 'c'].map((id) => ({ id, parent: 'all' }))],
      },
      items: [{ id: 'q', categories }],
      tables: [
        {
          id: 'units',
          by: ['unit'],
          counts: Object.entries({ a, b, c }).map(([unit, q]) => ({ at: { unit }, answers: { q } })),
        },
      ],
    })
    const shown = [{ item: 'q', at: {} }]
    const reports = await Promise.all(
      [
        withWards([2, 1], [3, 4], [4, 4]),
        withWards([0, 0], [5, 9], [4, 0]),
        withWards([9, 8], [0, 1], [0, 0]),
      ].map((publication) => audit({ publication, shown })),
    )
    for (const report of reports) expect(report).toEqual(reports[0])
    expect(reports[0]).toMatchObject({ safe: true, figures: { hidden: 9 } })
  })

  it('says where a publication contradicts itself', async () => {
    const withDoctors = (count: number): Publication => ({
      ...linked,
      tables: linked.tables.map((table) => ({
        ...table,
        counts: table.counts.map((row) =>
          row.at.profession === 'doctor' ? { ...row, answers: { q: [count, 0] } } : row,
        ),
      })),
    })
    await expect(audit({ publication: withDoctors(4), shown: [] })).rejects.toThrow(InputError)
    await expect(audit({ publication: withDoctors(-1), shown: [] })).rejects.toThrow(
      /tables.professions.counts\[1\]/,
    )
    await expect(audit({ publication: linked, shown: [{ item: 'q', at: { unit: 'c' } }] })).rejects.toThrow(
      /shown\[0\]/,
    )
  })
})
