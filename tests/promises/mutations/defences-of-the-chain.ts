import type { Mutation } from './mutation.ts'

const checkins = 'src/capabilities/checkins'

/** The same key for everyone: the public chain, its witnesses, its daily heads, and the audit beside it. */
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
    defence: 'a witness reads all groups under an announcement',
    test: 'src/capabilities/checkins/domain/watching/watching',
    changes: [
      {
        file: `${checkins}/domain/watching/watch.ts`,
        from: 'const isRight = lines && (await areAllLines(JSON.parse(body) as Manifest, lines.tables))',
        to: 'const isRight = lines',
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
    defence: 'a required witness must have signed',
    test: 'same-for-everyone',
    changes: [
      {
        file: `${checkins}/domain/chain/judge-witnesses.ts`,
        from: 'return awaited.length > 0 ? ',
        to: 'return awaited.length > 99 ? ',
      },
    ],
  },
  {
    defence: 'a co-signature is verified',
    test: 'same-for-everyone',
    changes: [
      {
        file: `${checkins}/domain/chain/judge-witnesses.ts`,
        from: 'forged.push(witness)',
        to: 'forged.slice()',
      },
    ],
  },
  {
    defence: 'a manifest names the witnesses that the chain names',
    test: 'same-for-everyone',
    changes: [
      {
        file: `${checkins}/domain/chain/verify-chain.ts`,
        from: '!isSameList(inForce, listed ?? [])',
        to: 'inForce.length > 99',
      },
    ],
  },
  {
    defence: 'a witness whom a browser relies on ends with its owner’s yes',
    test: 'same-for-everyone',
    changes: [
      {
        file: `${checkins}/domain/chain/judge-witnesses.ts`,
        from: 'if (ended.length > 0)',
        to: 'if (ended.length > 99)',
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
    defence: 'a cut of the audit covers nothing that was witnessed within a year',
    test: 'witnessed-audit',
    changes: [
      {
        file: `${checkins}/domain/chain/verify-audit.ts`,
        from: 'if (cut && isTooSoon({ ...given, cut }))',
        to: 'if (cut && cut.upTo < 0)',
      },
    ],
  },
  {
    defence: 'a cut of the audit is told',
    test: 'witnessed-audit',
    changes: [
      { file: 'bin/verify.ts', from: 'const lines = cut\n', to: 'const lines = cut && cut.upTo < 0\n' },
    ],
  },
  {
    defence: 'what somebody else wrote steers no terminal',
    test: 'witnessed-audit',
    changes: [{ file: 'bin/verify.ts', from: 'printable(list.name)', to: 'list.name' }],
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
    defence: 'a memory that is not there is said, and does not begin anew by itself',
    test: 'witnessed-audit',
    changes: [
      {
        file: 'bin/verify.ts',
        from: 'if (isNew === existsSync(file))',
        to: 'if (isNew && existsSync(file))',
      },
      { file: 'bin/verify.ts', from: 'return isNew ? newState', to: 'return !existsSync(file) ? newState' },
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
    defence: 'an audit that was compared with nothing is not said to be well',
    test: 'witnessed-audit',
    changes: [{ file: 'bin/verify.ts', from: 'isUncompared ? 2 : 0', to: '0' }],
  },
  {
    defence: 'the groups under an announcement are read and compressed once for everybody',
    test: 'src/capabilities/checkins/use-cases/witnesses/read-group-lines.server.test.ts',
    changes: [
      {
        file: `${checkins}/use-cases/witnesses/read-group-lines.server.ts`,
        from: 'kept.set(name, lines)',
        to: 'kept.get(name)',
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
    defence: 'an entry is set aside only where an alarm names it',
    test: 'witnessed-audit',
    changes: [{ file: 'bin/verify.ts', from: ' && trouble.hash === wish.excuse', to: ' && wish.excuse' }],
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
    defence: 'the key of a witness is kept in no browser',
    test: 'src/capabilities/checkins/ui/keeper/keeper-store',
    changes: [
      {
        file: `${checkins}/ui/keeper/keeper-store.client.ts`,
        from: 'write(place, writeState({ ...state, secret: oldKey() }))',
        to: 'write(place, writeState(state))',
      },
    ],
  },
  {
    defence: 'an old key stays in a browser until it is in a file',
    test: 'src/capabilities/checkins/ui/keeper/keeper-store.test.ts',
    changes: [
      {
        file: `${checkins}/ui/keeper/keeper-store.client.ts`,
        from: 'writeState({ ...state, secret: oldKey() })',
        to: 'writeState({ ...state, secret: null })',
      },
    ],
  },
  {
    defence: 'what a browser keeps excuses no entry of a list',
    test: 'src/capabilities/checkins/ui/keeper/keeper-store.test.ts',
    changes: [
      {
        file: `${checkins}/ui/keeper/keeper-store.client.ts`,
        from: '...{ name, known, lookedAt, trouble },',
        to: '...kept().lists[0], name, known, lookedAt, trouble,',
      },
    ],
  },
  {
    defence: 'a witness signs what her look verified, and nothing that a file kept',
    test: 'src/capabilities/checkins/domain/watching/watching.test.ts',
    changes: [
      {
        file: `${checkins}/domain/watching/read-state.ts`,
        from: '? { ...newList(address), ',
        to: '? { ...newList(address), ...(list as object), ',
      },
    ],
  },
  {
    defence: 'the file of a witness counts before what a browser kept',
    test: 'src/capabilities/checkins/domain/watching/watching.test.ts',
    changes: [
      {
        file: `${checkins}/domain/watching/state.ts`,
        from: '{ ...list, ...seen, entries: [] }',
        to: '{ ...(other ?? list), ...seen, entries: [] }',
      },
    ],
  },
  {
    defence: 'what another memory had seen must stand on the list of a witness as well',
    test: 'src/capabilities/checkins/domain/watching/watching.test.ts',
    changes: [
      {
        file: `${checkins}/domain/watching/watch.ts`,
        from: 'if (known && alsoKnown) {',
        to: 'if (known && alsoKnown && !known) {',
      },
    ],
  },
  {
    defence: 'a witness reads a list from its first entry on',
    test: 'src/capabilities/checkins/domain/watching/watching.test.ts',
    changes: [
      {
        file: `${checkins}/domain/watching/watch.ts`,
        from: 'fetchEntries({ number: 1, ',
        to: 'fetchEntries({ number: known?.number ?? 1, ',
      },
    ],
  },
  {
    defence: 'a memory that would stop its reader is said to be none',
    test: 'src/capabilities/checkins/domain/watching/watching.test.ts',
    changes: [
      {
        file: `${checkins}/domain/watching/read-state.ts`,
        from: '(value.once === undefined || (Array.isArray(value.once) && value.once.every(isOnce)))',
        to: 'value.number > 0',
      },
    ],
  },
  {
    defence: 'nothing is signed of an announcement whose groups were not read',
    test: 'src/capabilities/checkins/domain/watching/watching.test.ts',
    changes: [
      {
        file: `${checkins}/domain/watching/co-sign.ts`,
        from: 'list.groupsRead.includes(entry.hash) ?',
        to: 'list ?',
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
  {
    defence: 'each row of an audit is held against the heads on the chain',
    test: 'witnessed-audit',
    changes: [
      {
        file: `${checkins}/domain/chain/verify-audit.ts`,
        from: 'if (head !== undefined && head !== row.hash)',
        to: 'if (head !== undefined && head === row.previous)',
      },
    ],
  },
  {
    defence: 'an audit that ends before a head on the chain is found',
    test: 'witnessed-audit',
    changes: [
      {
        file: `${checkins}/domain/chain/verify-audit.ts`,
        from: 'return given.newest >= expected ? ',
        to: 'return given.newest >= expected + 99 ? ',
      },
    ],
  },
  {
    defence: 'a co-signature is taken from a witness of the manifest only',
    test: 'src/capabilities/checkins/use-cases/witnesses/witnesses.server',
    changes: [
      {
        file: `${checkins}/use-cases/witnesses/accept-cosignature.server.ts`,
        from: 'if (!(await isSignedBy({ key: witness.publicKey, signature, text: cosignatureText(hash) })))',
        to: 'if (!signature)',
      },
    ],
  },
]
