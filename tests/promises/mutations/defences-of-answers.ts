import type { Mutation } from './mutation.ts'

const checkins = 'src/capabilities/checkins'
const pool = 'src/platform/pool'
const migration = 'migrations/2026-11-22-04-isolation.sql'

/** Tickets, ballots, the pool, releases, and who may do what with them. */
export const defencesOfAnswers: readonly Mutation[] = [
  {
    defence: 'everybody sees by name with whom she is counted',
    test: 'tricks-of-leads',
    changes: [
      {
        file: 'src/capabilities/checkins/domain/manifest/check-manifest.ts',
        from: '(given.people.length !== entry.eligible || (await hashOfPeople(given.people)) !== entry.people)',
        to: 'given.people.length > entry.eligible',
      },
    ],
  },
  {
    defence: 'what was announced is a draft no longer',
    test: 'tricks-of-leads',
    changes: [
      {
        file: 'src/capabilities/checkins/use-cases/draft-wave.server.ts',
        from: "if (input.wave && before?.state !== 'draft')",
        to: 'if (input.wave && !before)',
      },
    ],
  },
  {
    defence: 'a browser refuses a key that too few share',
    test: 'src/capabilities/checkins/domain/check-packet',
    changes: [
      {
        file: 'src/capabilities/checkins/domain/manifest/check-manifest.ts',
        from: 'entry.eligible >= manifest.minimumGroup &&',
        to: '',
      },
    ],
  },
  {
    defence: 'tickets are blinded',
    test: 'tickets-cannot-be-traced',
    changes: [
      {
        file: 'packages/blind-ticket/blind.ts',
        from: 'const cover = power(input.factor, exponent, modulus)',
        to: 'const cover = 1n',
      },
      {
        file: 'packages/blind-ticket/blind.ts',
        from: 'size), inverse: uncover }',
        to: 'size), inverse: uncover && 1n }',
      },
    ],
  },
  {
    defence: 'malformed keys are refused',
    test: 'bad-ticket-keys',
    changes: [
      {
        file: 'packages/blind-ticket/ticket-key.ts',
        from: "if (hasSmallFactor(numbers.modulus)) return refuse('small-factor')",
        to: 'hasSmallFactor(1n)',
      },
    ],
  },
  {
    defence: 'a ticket is verified before it is kept',
    test: 'bad-ticket-keys',
    changes: [
      {
        file: 'packages/blind-ticket/blind.ts',
        from: 'const isGenuine = await verifyTicket(',
        to: 'const isGenuine = true || await verifyTicket(',
      },
    ],
  },
  {
    defence: 'a ticket is spent once',
    test: 'one-answer-each',
    changes: [
      {
        file: `${pool}/pool.server.ts`,
        from: 'const earlier = onTheirWay.get(keyOf({ ticketHash }))',
        to: 'const earlier = undefined as Writing | undefined',
      },
    ],
  },
  {
    defence: 'a spent ticket is known after a restart',
    test: 'one-answer-each',
    changes: [
      {
        file: `${pool}/pool.server.ts`,
        from: 'const place = spent.find(ticketHash)',
        to: 'const place = undefined as number | undefined',
      },
    ],
  },
  {
    defence: 'issuing is idempotent and refuses a second blinding',
    test: 'one-ticket-each',
    changes: [
      {
        file: `${checkins}/use-cases/issue-ticket.server.ts`,
        from: 'if (!issued?.blinded_hash.equals(blindedHash))',
        to: 'if (!issued)',
      },
    ],
  },
  {
    defence: 'the list of those asked is frozen',
    test: 'one-ticket-each',
    changes: [
      {
        file: `${checkins}/data/eligible.server.ts`,
        from: ' and e.member = any($' + '{[...who.entries]}::uuid[])',
        to: '',
      },
    ],
  },
  {
    defence: 'a group’s key is its own',
    test: 'tickets-of-another-group',
    changes: [
      {
        file: `${checkins}/collector/registry.server.ts`,
        from: 'remember: (keyIds',
        to: "all: () => [...keys.values()].flatMap((one) => (one.kind === 'live' ? [one.ticketKey] : [])),\n    remember: (keyIds",
      },
      {
        file: `${checkins}/collector/collect-ballot.server.ts`,
        from: 'const verified = verifyBallot({ ballot: ballot.value, ticketKey: known.ticketKey })',
        to: 'const tried = on.registry.all().map((ticketKey) => verifyBallot({ ballot: ballot.value, ticketKey }))\n  const verified = tried.find(({ ok }) => ok) ?? verifyBallot({ ballot: ballot.value, ticketKey: known.ticketKey })',
      },
    ],
  },
  {
    defence: 'a ballot is signed',
    test: 'altered-ballots',
    changes: [
      {
        file: `${checkins}/domain/verify-ballot.server.ts`,
        from: 'if (!verifyBallotSignature({ publicKey, message: signed, signature }))',
        to: 'if (!signed)',
      },
    ],
  },
  {
    defence: 'ballots are verified again at closing',
    test: 'altered-ballots',
    changes: [
      {
        file: `${checkins}/closing/open-ballots.worker.server.ts`,
        from: 'import { loadTicketKey }',
        to: 'import { ballotKeyHash, loadTicketKey }',
      },
      {
        file: `${checkins}/closing/open-ballots.worker.server.ts`,
        from: 'verifyBallot({ ballot: ballot.value, ticketKey: key.ticketKey }) : undefined',
        to: '({ ok: true, value: { nullifier: ballotKeyHash(ballot.value.publicKey) } } as ReturnType<typeof verifyBallot>) : undefined',
      },
    ],
  },
  {
    defence: 'a ballot’s place in the pool is random',
    test: 'no-order',
    changes: [
      {
        file: `${pool}/open-pool.server.ts`,
        from: '((below) => randomInt(below))',
        to: '((below) => below - 1)',
      },
    ],
  },
  {
    defence: 'the pool hides its times',
    test: 'no-order',
    changes: [
      {
        file: `${pool}/file/slot-file.server.ts`,
        from: 'await hideTimes()\n      await handle.datasync()',
        to: 'await handle.datasync()',
      },
    ],
  },
  {
    defence: 'no row for an answer',
    test: 'no-row-for-an-answer',
    changes: [
      {
        file: `${checkins}/use-cases/open-checkins.server.ts`,
        from: ': (bytes: Uint8Array) => collectBallot(bytes, { registry, clock: steady })',
        to: ': async (bytes: Uint8Array) => { await jobs.send("send-messages", {}); await rest.database.inSite((tx) => tx.withTables<any>().insertInto("site.set_up_link").values({ secret_hash: Buffer.from(bytes.subarray(0, 60)), expires_at: new Date() }).onConflict((c) => c.doNothing()).execute()); return collectBallot(bytes, { registry, clock: steady }) }',
      },
    ],
  },
  {
    defence: 'nothing of a request is logged',
    test: 'no-traces',
    changes: [
      {
        file: 'src/entry/door.server.ts',
        from: 'return checkins.collect(request, response)',
        to: "composition.log.debug({ headers: request.headers }, 'request')\n      return checkins.collect(request, response)",
      },
    ],
  },
  {
    defence: 'only named proxies are believed',
    test: 'the-edge',
    changes: [
      {
        file: 'src/entry/caller.server.ts',
        from: 'return family !== undefined && proxies.check(address, family)',
        to: 'return family !== undefined || proxies.check(address, family)',
      },
    ],
  },
  {
    defence: 'a body says its length beforehand',
    test: 'the-edge',
    changes: [
      {
        file: 'src/entry/door.server.ts',
        from: "if (request.headers['transfer-encoding'] !== undefined) return answer(response, 411)",
        to: '',
      },
    ],
  },
  {
    defence: 'a body that is too long is not read',
    test: 'the-edge',
    changes: [
      {
        file: 'src/entry/door.server.ts',
        from: "if (Number(request.headers['content-length'] ?? 0) > limit) return answer(response, 413)",
        to: 'if (limit < 0) return',
      },
    ],
  },
  {
    defence: 'what is sensitive is never shown by team',
    test: 'quarterly-survey',
    changes: [
      {
        file: `${checkins}/domain/release/compute-release.ts`,
        from: 'item.sensitive ? wholeOf(treeOf(from), apartOf(from)) : treeOf(from)',
        to: 'treeOf(from)',
      },
    ],
  },
  {
    defence: 'modules take turns, so that no date asks forty questions',
    test: 'quarterly-survey',
    changes: [
      {
        file: `${checkins}/domain/survey/turns.ts`,
        from: 'export const mostInOneWave = 39',
        to: 'export const mostInOneWave = 99',
      },
    ],
  },
  {
    defence: 'a yes to a series is a yes to the turns that were shown',
    test: 'quarterly-survey',
    changes: [
      {
        file: `${checkins}/use-cases/series/preview-series.server.ts`,
        from: 'seal: sealOf({ plan, dates, warnings, paper })',
        to: 'seal: sealOf({ plan: kept, dates, warnings, paper })',
      },
    ],
  },
  {
    defence: 'no remainder is below the minimum',
    test: 'small-groups',
    changes: [
      {
        file: 'packages/small-cells/tree.ts',
        from: 'const allowed = table.filter(({ state }) => state === NOBODY || people.isSafe(state))',
        to: 'const allowed = table',
      },
      {
        file: `${checkins}/domain/release/compute-release.ts`,
        from: 'if (found.length > 0)',
        to: 'if (found.length > 1e9)',
      },
    ],
  },
  {
    defence: 'a group that answered all alike is hidden',
    test: 'small-groups',
    changes: [
      {
        file: `${checkins}/domain/release/compute-release.ts`,
        from: '    homogeneity: true,\n    weight',
        to: '    homogeneity: false,\n    weight',
      },
      {
        file: `${checkins}/domain/release/compute-release.ts`,
        from: 'leaks({ nodes, published, k, homogeneity: true })',
        to: 'leaks({ nodes, published, k, homogeneity: false })',
      },
    ],
  },
  {
    defence: 'hidden and empty are the same in the document',
    test: 'small-groups',
    changes: [
      {
        file: `${checkins}/domain/release/compute-release.ts`,
        from: 'if (!now) return { unit: id, shown: false, trend }',
        to: 'if (!now) return { unit: id, shown: false, trend, ...(totals.get(id)?.some((n) => n > 0) ? { few: true } : {}) }',
      },
    ],
  },
  {
    defence: 'row-level security has its policy',
    test: 'strangers',
    changes: [
      {
        file: migration,
        from: 'using (organisation = (select org.current_organisation())) with check',
        to: "using (organisation = (select org.current_organisation()) or tableoid = ''org.release''::regclass) with check",
      },
    ],
  },
  {
    defence: 'row-level security has its policy (catalogue)',
    test: 'catalogue',
    changes: [
      {
        file: migration,
        from: 'using (organisation = (select org.current_organisation())) with check',
        to: 'using (organisation = (select org.current_organisation()) or true) with check',
      },
    ],
  },
  {
    defence: 'row-level security is forced',
    test: 'catalogue',
    changes: [
      {
        file: migration,
        from: "    execute format('alter table org.%I force row level security', t.tablename);\n",
        to: '',
      },
    ],
  },
  {
    defence: 'what is written once cannot be changed',
    test: 'catalogue',
    changes: [
      {
        file: migration,
        from: 'revoke update, delete on org.audit_entry, org.chain_entry, org.release from kith_app;',
        to: '',
      },
    ],
  },
  {
    defence: 'only planners plan',
    test: 'strangers',
    changes: [
      {
        file: `${checkins}/policy.server.ts`,
        from: "export const mayPlanWaves = (actor: Actor): boolean =>\n  actor.roles.includes('wellbeing-lead') && !actor.organisation.isCommons",
        to: 'export const mayPlanWaves = (actor: Actor): boolean => actor.roles.length >= 0',
      },
    ],
  },
  {
    defence: 'a closed wave takes nothing',
    test: 'rules-of-a-wave',
    changes: [
      {
        file: `${checkins}/collector/collect-ballot.server.ts`,
        from: "if (now >= known.wave.collectsUntil) return 'ballot/came-too-late'",
        to: '',
      },
    ],
  },
  {
    defence: 'different audiences keep 14 days apart',
    test: 'rules-of-a-wave',
    changes: [
      {
        file: `${checkins}/use-cases/announce-wave.server.ts`,
        from: "if (overlap) return refuse({ code: 'checkins/overlaps-another', ...overlap })",
        to: '',
      },
    ],
  },
  {
    defence: 'fewer than eight people are not asked',
    test: 'rules-of-a-wave',
    changes: [
      {
        file: `${checkins}/domain/reporting-groups.ts`,
        from: 'if (eligible.length < minimum) {',
        to: 'if (eligible.length < k) {',
      },
    ],
  },
  {
    defence: 'an answer is on the disk before it is acknowledged',
    test: 'kills',
    changes: [
      {
        file: `${pool}/group-commit.server.ts`,
        from: 'const kept = await writeAll(group)\n      if (kept.length > 0) await slots.sync()\n      for (const writing of kept) {',
        to: 'const kept = group\n      setTimeout(() => void writeAll(group).then(() => slots.sync()), 400)\n      for (const writing of kept) {',
      },
    ],
  },
  {
    defence: 'a release is written once, with the wave’s state',
    test: 'kills',
    changes: [
      {
        file: `${checkins}/use-cases/close-wave.server.ts`,
        from: '  await live.pool.seal()',
        to: "  await forgetWave(checkins, { wave: wave.id, answer: 'ballot/came-too-late' })\n  await live.pool.seal()",
      },
    ],
  },
]
