import type { Mutation } from './mutation.ts'

const platform = 'src/platform'
const people = 'src/capabilities/people'
const provider = `${people}/use-cases/provider/provider`

/** One site to a database, data of every age, days when something is away, the audit, metrics and sign-in. */
export const defencesOfRunning: readonly Mutation[] = [
  {
    defence: 'databases of one server may be brought up to date at once',
    test: 'src/platform/database/shared-roles',
    changes: [
      {
        file: 'src/platform/database/shared-roles.server.ts',
        from: 'const MOST = 100',
        to: 'const MOST = 1',
      },
    ],
  },
  {
    defence: 'a database belongs to one running site',
    test: 'one-site',
    changes: [
      {
        file: `${platform}/database/sole-site.server.ts`,
        from: 'return rows[0]?.taken === true',
        to: 'return rows[0]?.taken !== undefined',
      },
    ],
  },
  {
    defence: 'long staff lists are read apart from the pages',
    test: 'pages-during-an-import',
    changes: [
      {
        file: `${people}/importing/roster-reader.server.ts`,
        from: 'const shortList = 256 * 1024',
        to: 'const shortList = Number.POSITIVE_INFINITY',
      },
    ],
  },
  {
    defence: 'a restore takes the database for itself',
    test: 'one-site',
    changes: [
      {
        file: `${platform}/backup/restore-backup.server.ts`,
        from: 'if (!(await takeDatabase(client)))',
        to: 'if (takeDatabase === undefined)',
      },
    ],
  },
  {
    defence: 'data of a newer Kith is refused in a sentence',
    test: 'one-site',
    changes: [
      { file: `${platform}/database/migrate.server.ts`, from: 'throw sayNewer(error)', to: 'return []' },
    ],
  },
  {
    defence: 'a login without the rights is told before anything is changed',
    test: 'database-login',
    changes: [
      {
        file: `${platform}/database/own-roles.server.ts`,
        from: 'if (lacking.length > 0)',
        to: 'if (lacking.length > 9)',
      },
    ],
  },
  {
    defence: 'options in an address do not stop the step down to a role',
    test: 'database-login',
    changes: [
      {
        file: `${platform}/database/addresses.server.ts`,
        from: "if (own !== null) address.searchParams.delete('options')",
        to: '',
      },
    ],
  },
  {
    defence: 'another PostgreSQL’s files are left alone, in a sentence',
    test: 'data-folder',
    changes: [
      { file: `${platform}/database/engine.server.ts`, from: 'if (made !== ours)', to: "if (made === '')" },
    ],
  },
  {
    defence: 'a lost folder does not become an empty site',
    test: 'data-folder',
    changes: [
      {
        file: `${platform}/database/engine.server.ts`,
        from: 'if (options.isStartedAgain && !existsSync',
        to: 'if (!options && !existsSync',
      },
    ],
  },
  {
    defence: 'nothing is acknowledged into a deleted file',
    test: 'data-folder',
    changes: [
      { file: `${platform}/pool/file/slot-file.server.ts`, from: 'if (nlink === 0)', to: 'if (nlink < 0)' },
    ],
  },
  {
    defence: 'the programs of a database that found no room are removed again',
    test: 'full-disk',
    changes: [
      {
        file: `${platform}/database/engine-files.server.ts`,
        from: '      rmSync(beside, { recursive: true, force: true })\n      throw error',
        to: '      throw error',
      },
    ],
  },
  {
    defence: 'a lost connection to the database ends no process',
    test: 'database-away',
    changes: [
      {
        file: `${platform}/database/database.server.ts`,
        from: "made.on('connect', (client) => client.on('error', () => {}))",
        to: '',
      },
    ],
  },
  {
    defence: 'nobody waits for ever on a database that has stopped speaking',
    test: 'database-away',
    changes: [
      {
        file: `${platform}/database/database.server.ts`,
        from: 'return Promise.race([asked, sleep(patience, false, { ref: false })])',
        to: 'return asked',
      },
    ],
  },
  {
    defence: 'support pages stay while the database is away',
    test: 'database-away',
    changes: [
      {
        file: `${people}/use-cases/support/support-shelf.server.ts`,
        from: 'const copy = kept()',
        to: 'const copy = undefined as T | undefined',
      },
    ],
  },
  {
    defence: 'a letter that is put off is not held against anybody',
    test: 'dead-mail',
    changes: [
      {
        file: `${people}/use-cases/messages/send-messages.server.ts`,
        from: "if (trouble === 'later' && isYoung) {",
        to: "if (trouble === 'later' && !isYoung) {",
      },
    ],
  },
  {
    defence: 'a mail server that is away uses up no attempts',
    test: 'dead-mail',
    changes: [
      {
        file: `${people}/use-cases/messages/send-messages.server.ts`,
        from: "if (isOnTheWay(trouble)) return 'away'",
        to: '',
      },
    ],
  },
  {
    defence: 'a letter keeps its id',
    test: 'dead-mail',
    changes: [
      {
        file: `${people}/use-cases/messages/send-messages.server.ts`,
        from: 'effects.mail.send({ ...letter, id: message.id })',
        to: 'effects.mail.send(letter)',
      },
    ],
  },
  {
    defence: 'the chain of the audit holds every word of an entry',
    test: 'audit-rewriting',
    changes: [
      {
        file: `${platform}/audit/audit.server.ts`,
        from: 'if (!isNext || Buffer.compare(hashOf(entry), entry.hash) !== 0 || !isRemembered(end)) return expected',
        to: 'if (!isNext || !isRemembered(end)) return expected',
      },
    ],
  },
  {
    defence: 'the end of the audit is remembered outside the database',
    test: 'audit-rewriting',
    changes: [
      {
        file: `${people}/use-cases/operating/see-audit.server.ts`,
        from: 'readWitnessed({ dataDir, organisation: given.actor.organisation.id })',
        to: 'undefined',
      },
    ],
  },
  {
    defence: 'an audit that was rewritten is not remembered as it now is',
    test: 'audit-rewriting',
    changes: [{ file: `${platform}/audit/witness.server.ts`, from: '    return brokenAt\n  }', to: '  }' }],
  },
  {
    defence: 'newest entries that are gone are missed',
    test: 'audit-rewriting',
    changes: [
      {
        file: `${platform}/audit/audit.server.ts`,
        from: 'return witnessed && witnessed.number >= expected ? expected : null',
        to: 'return null',
      },
    ],
  },
  {
    defence: 'metrics name kinds of pages, never paths',
    test: 'metrics',
    changes: [
      {
        file: `${platform}/metrics/kinds-of-address.ts`,
        from: 'patterns.find(([, pattern]) => pattern.test(path))?.[0]',
        to: 'path as KindOfAddress',
      },
    ],
  },
  {
    defence: 'an answer of a provider belongs to the browser that asked',
    test: provider,
    changes: [
      {
        file: `${platform}/sign-in/provider.server.ts`,
        from: 'expectedState: given.attempt.state,\n      expectedNonce',
        to: 'expectedState: openid.skipStateCheck,\n      expectedNonce',
      },
    ],
  },
  {
    defence: 'a token of a provider belongs to the question that was asked',
    test: provider,
    changes: [
      {
        file: `${platform}/sign-in/provider.server.ts`,
        from: '      expectedNonce: given.attempt.nonce,\n',
        to: '',
      },
    ],
  },
  {
    defence: 'on a provider’s word no passkey is added',
    test: 'word-of-a-provider',
    changes: [
      {
        file: `${platform}/sign-in/sign-in.server.ts`,
        from: 'if (found?.session.byProvider) throw new APIError',
        to: 'if (!found?.session) throw new APIError',
      },
    ],
  },
]
