import type { Mutation } from './mutation.ts'

const checkins = 'src/capabilities/checkins'

/** Messages, clocks, disks, backups and restores. */
export const defencesOfTheHouse: readonly Mutation[] = [
  {
    defence: 'everybody is reminded, whether or not they have answered',
    test: 'same-message-for-all',
    changes: [
      {
        file: `${checkins}/data/eligible.server.ts`,
        from: "      .select(['member', 'wave_group'])\n      .where('wave', '=', wave)",
        to: "      .select(['member', 'wave_group'])\n      .where('wave', '=', wave)\n      .where('member', 'not in', of(tx).selectFrom('org.issuance').select('member').where('wave', '=', wave))",
      },
    ],
  },
  {
    defence: 'a clock that jumps ahead closes nothing',
    test: 'rules-of-a-wave',
    changes: [
      {
        file: `${checkins}/use-cases/close-wave.server.ts`,
        from: 'checkins.steady.now() < collectsUntil(wave)',
        to: 'clock.now() < collectsUntil(wave)',
      },
      {
        file: `${checkins}/use-cases/advance-waves.server.ts`,
        from: 'checkins.steady.now() >= collectsUntil(wave)',
        to: 'now >= collectsUntil(wave)',
      },
    ],
  },
  {
    defence: 'what a browser names is asked only where it is public',
    test: 'web-push',
    changes: [
      {
        file: 'src/platform/push/push.server.ts',
        from: "if (!reach.mayBeAsked(endpoint)) return 'gone'",
        to: '',
      },
    ],
  },
  {
    defence: 'messages keep to the sending hours',
    test: 'same-message-for-all',
    changes: [
      {
        file: 'src/capabilities/people/use-cases/messages/sending-hours.server.ts',
        from: 'return now >= hours.fromMinute && now < hours.untilMinute',
        to: 'return now >= 0',
      },
    ],
  },
  {
    defence: 'a character that no database keeps is refused',
    test: 'bad-input',
    changes: [
      {
        file: `${checkins}/contract/plan-form.ts`,
        from: "v.pipe(v.string(), v.excludes('\\0'))",
        to: 'v.pipe(v.string())',
      },
    ],
  },
  {
    defence: 'a pool whose disk failed is opened again by itself',
    test: 'bad-days',
    changes: [
      {
        file: `${checkins}/use-cases/open-wave-for-ballots.server.ts`,
        from: 'if (live && !live.pool.hasFailed && !live.isHeld) return',
        to: 'if (live && !live.isHeld) return',
      },
    ],
  },
  {
    defence: 'a restore cancels what was under way',
    test: 'restore-during-a-wave',
    changes: [
      {
        file: `${checkins}/use-cases/cancel-after-restore.server.ts`,
        from: 'if (!underWay.includes(wave.state)) continue',
        to: 'if (wave.state !== underWay[2]) continue',
      },
    ],
  },
  {
    defence: 'a restored draft has an id of its own',
    test: 'restore-during-a-wave',
    changes: [
      {
        file: `${checkins}/use-cases/cancel-after-restore.server.ts`,
        from: 'await renewDraft(tx, wave.id)',
        to: '',
      },
    ],
  },
  {
    defence: 'a backup is one moment',
    test: 'backup',
    changes: [
      {
        file: 'src/platform/backup/write-backup.server.ts',
        from: 'isolation level repeatable read read only',
        to: 'isolation level read committed read only',
      },
    ],
  },
  {
    defence: 'invitations and blind signatures stay out of backups',
    test: 'backup',
    changes: [
      {
        file: 'src/platform/backup/in-backup.ts',
        from: "'org.invitation': 'never'",
        to: "'org.invitation': 'whole'",
      },
      {
        file: 'src/platform/backup/in-backup.ts',
        from: "'org.issuance': 'never'",
        to: "'org.issuance': 'whole'",
      },
    ],
  },
  {
    defence: 'each record of a backup is checked',
    test: 'backup',
    changes: [
      {
        file: 'src/platform/backup/records.server.ts',
        from: 'if (!digest.equals(await readExactly(file, digestSize))) throw new Error(damaged)',
        to: 'await readExactly(file, digestSize)',
      },
    ],
  },
  {
    defence: 'a restore puts forced row-level security back',
    test: 'backup',
    changes: [
      {
        file: 'src/platform/backup/open-tables.server.ts',
        from: 'return async () => {\n    for (const { definition } of indexes)',
        to: 'return async () => {\n    forced.length = 0\n    for (const { definition } of indexes)',
      },
    ],
  },
  {
    defence: 'a restore is one transaction',
    test: 'backup-kills',
    changes: [
      {
        file: 'src/platform/backup/restore-backup.server.ts',
        from: '    const rows = await fill(client, file)',
        to: "    await client.query('commit; begin')\n    const rows = await fill(client, file)",
      },
    ],
  },
  {
    defence: 'a page names the hash of what it loads',
    test: 'src/platform/served-files/with-integrity',
    changes: [
      {
        file: 'src/platform/served-files/with-integrity.ts',
        from: 'if (hash === undefined) return whole',
        to: 'return whole',
      },
    ],
  },
  {
    defence: 'a packed copy is unpacked and compared',
    test: 'altered-files',
    changes: [
      {
        file: 'src/platform/served-files/list-files.server.ts',
        from: 'if (!isCopy) listed',
        to: 'if (ending === "") listed',
      },
      {
        file: 'src/platform/served-files/list-files.server.ts',
        from: 'else if (!unpacksTo(',
        to: 'else if (!isCopy && !unpacksTo(',
      },
    ],
  },
  {
    defence: 'a running site is asked for each packing',
    test: 'altered-files',
    changes: [
      {
        file: 'src/platform/served-files/compare.server.ts',
        from: "const packings = ['identity', 'gzip', 'br']",
        to: "const packings = ['br']",
      },
    ],
  },
  {
    defence: 'a page with a script of its own is found',
    test: 'altered-files',
    changes: [
      {
        file: 'src/platform/served-files/compare.server.ts',
        from: "if (name === undefined) return [{ path: page, what: 'own-script' }]",
        to: 'if (name === undefined) return []',
      },
    ],
  },
  {
    defence: 'a collector lets a pool go once its wave is over',
    test: 'collector-apart',
    changes: [
      {
        file: 'src/capabilities/checkins/collector/apart/collect-apart.server.ts',
        from: '        await live?.pool.close()\n      }',
        to: '      }',
      },
    ],
  },
  {
    defence: 'the collector’s role reads nothing about people',
    test: 'collector-apart',
    changes: [
      {
        file: 'src/platform/database/addresses.server.ts',
        from: "role === 'owner' ? null : stepDown(role)",
        to: "role === 'owner' || role === 'collector' ? null : stepDown(role)",
      },
    ],
  },
  {
    defence: 'a site whose collector is apart takes no answers itself',
    test: 'collector-apart',
    changes: [
      {
        file: 'src/capabilities/checkins/use-cases/open-checkins.server.ts',
        from: 'const collectByPost = apart\n    ? takenElsewhere\n    : createCollectorHttp',
        to: 'const collectByPost = createCollectorHttp',
      },
    ],
  },
]
