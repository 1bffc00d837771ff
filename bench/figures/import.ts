import { parse } from 'csv-parse/sync'
import pg from 'pg'
import { confirmImport, previewImport, uploadRoster } from '#capabilities/people/index.server.ts'
import { longList } from '#capabilities/people/testing/lists.ts'
import { newId } from '#kernel/ids.ts'
import { foundFirst } from '#tests/rehearsal/people-on-site.ts'
import { show } from '../report.ts'
import { openBenchSite } from '../site.ts'

// A staff list from its bytes to people in the tables: uploaded, looked at, confirmed, as an administrator does it. Beside
// it, in the same run and on the same server, the least that anybody could do: csv-parse and one insert of all rows.
const must = <T>(result: { ok: true; value: T } | { ok: false; refusal: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value
}
const since = (began: number) => (performance.now() - began) / 1000
const running = await openBenchSite('2026-11-20T09:00:00Z')
try {
  const { composition } = running.site
  const { founder: actor } = await foundFirst(running, 'Bench')
  const owner = new pg.Client(running.address.forRole('owner'))
  await owner.connect()
  await owner.query('create table public.bare (id uuid primary key, cells text[])')
  for (const people of [10_000, 100_000]) {
    const bytes = new TextEncoder().encode(longList(people))
    globalThis.gc?.()
    const bareBegan = performance.now()
    const rows = parse(Buffer.from(bytes)) as string[][]
    const bare = rows.slice(1).map((cells) => ({ id: newId(), cells }))
    await owner.query(
      'insert into public.bare select id, cells from json_to_recordset($1) as t (id uuid, cells text[])',
      [JSON.stringify(bare)],
    )
    const peer = since(bareBegan)
    globalThis.gc?.()
    let most = 0
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss)
    }, 20)
    const began = performance.now()
    const { upload } = must(await uploadRoster(composition, { actor, fileName: 'staff.csv', bytes }))
    const uploaded = since(began)
    const seen = must(await previewImport(composition, { actor, upload }))
    const looked = since(began)
    const { added } = must(
      await confirmImport(composition, { actor, upload, fingerprint: seen.fingerprint, choices: {} }),
    )
    const ours = since(began)
    clearInterval(watch)
    most = Math.max(most, process.memoryUsage().rss)
    show({
      what: `import of ${people.toLocaleString('en')} rows (${added.toLocaleString('en')} new)`,
      ours: `${ours.toFixed(1)} s (upload ${uploaded.toFixed(1)}, preview ${(looked - uploaded).toFixed(1)}, yes ${(ours - looked).toFixed(1)}), ${(most / 2 ** 20).toFixed(0)} MB`,
      beside: `csv-parse and one insert: ${peer.toFixed(1)} s`,
      ratio: ours / peer,
      ...(people === 100_000
        ? { target: '60 s, 1,500 MB', isMet: ours <= 60 && most <= 1500 * 2 ** 20 }
        : {}),
    })
  }
  await owner.end()
} finally {
  await running.end()
}
