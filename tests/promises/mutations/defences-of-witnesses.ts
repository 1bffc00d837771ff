import type { Mutation } from './mutation.ts'

const checkins = 'src/capabilities/checkins'

/** Those outside who watch the chain: what they sign and remember, daily heads, and the audit beside it. */
export const defencesOfWitnesses: readonly Mutation[] = [
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
    defence: 'an entry is set aside only where an alarm names it',
    test: 'witnessed-audit',
    changes: [{ file: 'bin/verify.ts', from: ' && trouble.hash === wish.excuse', to: ' && wish.excuse' }],
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
