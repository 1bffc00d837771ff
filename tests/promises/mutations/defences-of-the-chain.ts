import type { Mutation } from './mutation.ts'

const checkins = 'src/capabilities/checkins'

/** The same key for everyone: the public chain, and all groups under an announcement. */
export const defencesOfTheChain: readonly Mutation[] = [
  {
    defence: 'a check-in is announced in one way',
    test: 'src/capabilities/checkins/domain/chain/verify-chain',
    changes: [
      {
        file: `${checkins}/domain/chain/verify-chain.ts`,
        from: 'wave.some(isAgain)',
        to: 'wave.length > 9',
      },
    ],
  },
  {
    defence: 'all groups under an announcement are read before a ticket is asked for',
    test: 'same-for-everyone',
    changes: [
      {
        file: `${checkins}/client/chain/collect-tickets.client.ts`,
        from: ' ?? (await checkGroups(store, { ...given, kept, look }))',
        to: '',
      },
    ],
  },
  {
    defence: 'the groups under an announcement add up to those who are asked',
    test: 'same-for-everyone',
    changes: [
      {
        file: `${checkins}/domain/manifest/group-lines.ts`,
        from: ' || sumOf(lines) !== asked',
        to: '',
      },
    ],
  },
  {
    defence: 'no people stand twice under an announcement',
    test: 'same-for-everyone',
    changes: [
      {
        file: `${checkins}/domain/manifest/group-lines.ts`,
        from: '!areDistinct(lines.map(({ people }) => people))',
        to: 'lines.length < 0',
      },
    ],
  },
  {
    defence: 'no group, name or unit stands twice under an announcement',
    test: 'same-for-everyone',
    changes: [
      {
        file: `${checkins}/domain/manifest/group-lines.ts`,
        from: '!areDistinct(lines.flatMap(({ marks }) => marks))',
        to: 'lines.length < 0',
      },
    ],
  },
  {
    defence: 'no key stands twice under an announcement',
    test: 'same-for-everyone',
    changes: [
      {
        file: `${checkins}/domain/manifest/group-lines.ts`,
        from: 'return areDistinct(keys)',
        to: 'return keys.length > 0',
      },
    ],
  },
  {
    defence: 'no table stands twice under an announcement',
    test: 'src/capabilities/checkins/domain/manifest/further-lines.test.ts',
    changes: [
      {
        file: `${checkins}/domain/manifest/group-lines.ts`,
        from: '!areDistinct(tables.map(({ table }) => table))',
        to: 'tables.length < 0',
      },
    ],
  },
  {
    defence: 'a further table holds those who answer on devices',
    test: 'src/capabilities/checkins/domain/manifest/further-lines.test.ts',
    changes: [
      {
        file: `${checkins}/domain/manifest/group-lines.ts`,
        from: ' || sumOf(lines) !== asked',
        to: ' || (at === 0 && sumOf(lines) !== asked)',
      },
    ],
  },
  {
    defence: 'nobody who answers on paper is in a further table',
    test: 'src/capabilities/checkins/domain/manifest/further-lines.test.ts',
    changes: [
      {
        file: `${checkins}/domain/manifest/group-lines.ts`,
        from: "else if (lines.some(({ way }) => way === 'paper')) return false",
        to: '',
      },
    ],
  },
  {
    defence: 'signs that nobody sees do not make another name',
    test: 'same-for-everyone',
    changes: [
      {
        file: `${checkins}/domain/manifest/key-of-name.ts`,
        from: '[\\p{Cf}\\p{Default_Ignorable_Code_Point}]',
        to: '[\\p{Cf}]',
      },
    ],
  },
  {
    defence: 'people are compared by their names as they look',
    test: 'src/capabilities/checkins/domain/manifest/tell-apart.test.ts',
    changes: [
      { file: `${checkins}/domain/manifest/manifest.ts`, from: 'names.map(keyOfName)', to: '[...names]' },
    ],
  },
  {
    defence: 'the groups that are read are all that stand under an announcement',
    test: 'same-for-everyone',
    changes: [
      {
        file: `${checkins}/domain/manifest/group-lines.ts`,
        from: '(await rootOf(texts)) !== root',
        to: "root === ''",
      },
    ],
  },
  {
    defence: 'a ticket is asked for only once the public chain was followed',
    test: 'same-for-everyone',
    changes: [
      {
        file: `${checkins}/client/ticket.client.ts`,
        from: 'if (trouble !== undefined || given.hold !== undefined) return',
        to: 'if (trouble !== undefined) return',
      },
    ],
  },
  {
    defence: 'a browser remembers the head of the chain',
    test: 'same-for-everyone',
    changes: [
      {
        file: `${checkins}/domain/chain/verify-chain.ts`,
        from: "if (known && entry.number === known.number && entry.hash !== known.hash) return 'chain/forked'",
        to: '',
      },
    ],
  },
  {
    defence: 'a chain that ends early is refused',
    test: 'same-for-everyone',
    changes: [
      {
        file: `${checkins}/domain/chain/verify-chain.ts`,
        from: "if (remembered && before.number < remembered.number) return fault('chain/shrunk', remembered.number)",
        to: '',
      },
    ],
  },
  {
    defence: 'each entry of the chain names the one before',
    test: 'src/capabilities/checkins/domain/chain/verify-chain',
    changes: [
      {
        file: `${checkins}/domain/chain/verify-chain.ts`,
        from: "if (before && body.previous !== before.hash) return 'chain/forked'",
        to: '',
      },
    ],
  },
  {
    defence: 'a manifest stands on the chain that everybody sees',
    test: 'same-for-everyone',
    changes: [
      {
        file: `${checkins}/client/chain/follow-chain.client.ts`,
        from: 'if (entry?.hash !== kept.hash)',
        to: 'if (!entry)',
      },
    ],
  },
  {
    defence: 'a manifest names the witnesses that the chain names',
    test: 'same-for-everyone',
    changes: [
      {
        file: `${checkins}/domain/chain/verify-chain.ts`,
        from: '!isSameList(inForce, listedIn(entry.kind, body) ?? [])',
        to: 'inForce.length > 99',
      },
    ],
  },
  {
    defence: 'a count of tickets must stand on the chain',
    test: 'same-for-everyone',
    changes: [
      {
        file: `${checkins}/domain/chain/check-count.ts`,
        from: 'if (!(await standsUnder({ root, entry: count.line, path: count.path })))',
        to: 'if (!count.path)',
      },
    ],
  },
  {
    defence: 'a part of a trustee stands in one announcement only',
    test: 'src/capabilities/checkins/domain/chain/verify-chain',
    changes: [
      {
        file: `${checkins}/domain/chain/verify-chain.ts`,
        from: 'parts.some(isAgain) || ',
        to: '',
      },
    ],
  },
  {
    defence: 'nothing is collected for a check-in that a required witness did not sign',
    test: 'src/capabilities/checkins/use-cases/witnesses/wait-for-witnesses.server',
    changes: [
      {
        file: `${checkins}/collector/collect-ballot.server.ts`,
        from: 'known.wave.isHeld || ',
        to: '',
      },
    ],
  },
  {
    defence: 'a count of tickets that is held back is said',
    test: 'same-for-everyone',
    changes: [
      {
        file: `${checkins}/domain/chain/check-count.ts`,
        from: "if (newest !== undefined && newest > count.head) return 'count/withheld'",
        to: '',
      },
    ],
  },
  {
    defence: 'a count of tickets that does not come is said',
    test: 'same-for-everyone',
    changes: [
      {
        file: `${checkins}/domain/chain/check-count.ts`,
        from: "return newest === undefined ? undefined : 'count/withheld'",
        to: 'return undefined',
      },
    ],
  },
  {
    defence: 'an entry of the chain says only what pages can show',
    test: 'src/capabilities/checkins/domain/chain/verify-chain',
    changes: [
      {
        file: `${checkins}/domain/chain/read-body.ts`,
        from: '!(body.day === undefined || isDay(body.day)) ||',
        to: '',
      },
    ],
  },
  {
    defence: 'an announcement signs where it stands on the chain',
    test: 'src/capabilities/checkins/domain/chain/verify-chain',
    changes: [
      {
        file: `${checkins}/domain/chain/verify-chain.ts`,
        from: "if (isNumbered(body) && body.number !== entry.number) return 'chain/gap'",
        to: '',
      },
    ],
  },
  {
    defence: 'a check-in that a required witness did not sign never opens',
    test: 'src/capabilities/checkins/use-cases/witnesses/wait-for-witnesses.server',
    changes: [
      {
        file: `${checkins}/use-cases/advance-waves.server.ts`,
        from: "if (isDue && (await waitForWitnesses(checkins, on)) !== 'signed') return",
        to: '',
      },
    ],
  },
  {
    defence: 'a head is not dated before an earlier one',
    test: 'src/capabilities/checkins/domain/chain/verify-chain.test.ts',
    changes: [
      {
        file: `${checkins}/domain/chain/verify-chain.ts`,
        from: 'Date.parse(day) < Date.parse(known) - 86_400_000',
        to: 'day.length < known.length',
      },
    ],
  },
  {
    defence: 'a reader sets aside one entry, and no other',
    test: 'src/capabilities/checkins/domain/watching/watching.test.ts',
    changes: [
      {
        file: `${checkins}/domain/chain/verify-chain.ts`,
        from: 'if (said && !excused.includes(entry.hash))',
        to: 'if (said && excused.length === 0)',
      },
    ],
  },
  {
    defence: 'a restore tells only those who were told that a check-in is open',
    test: 'src/capabilities/checkins/use-cases/witnesses/wait-for-witnesses.server.test.ts',
    changes: [
      {
        file: `${checkins}/use-cases/cancel-after-restore.server.ts`,
        from: 'if (wave.openingToldAt)',
        to: 'if (now >= wave.opensAt)',
      },
    ],
  },
  {
    defence: 'a browser whose memory did not keep what was announced reads from the beginning',
    test: 'same-for-everyone',
    changes: [
      {
        file: `${checkins}/client/chain/follow-chain.client.ts`,
        from: 'before.known.once ? before.known.number : 1',
        to: 'before.known.number',
      },
    ],
  },
  {
    defence: 'nobody takes part in what an entry announces that she only excused',
    test: 'same-for-everyone',
    changes: [
      {
        file: `${checkins}/client/chain/follow-chain.client.ts`,
        from: 'if (excused) return',
        to: 'if (excused && !kept) return',
      },
    ],
  },
  {
    defence: 'a count of tickets is held against what a browser holds',
    test: 'same-for-everyone',
    changes: [
      {
        file: `${checkins}/domain/chain/check-count.ts`,
        from: 'count.head > given.heldSince && tickets < 1',
        to: 'count.head > given.heldSince && tickets < 0',
      },
    ],
  },
  {
    defence: 'a list that does not come stops the asking',
    test: 'same-for-everyone',
    changes: [
      {
        file: `${checkins}/client/chain/follow-chain.client.ts`,
        from: "if ('hold' in look) return look.hold",
        to: "if ('hold' in look) return undefined",
      },
    ],
  },
]
