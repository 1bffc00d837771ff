import type { Mutation } from './mutation.ts'

const checkins = 'src/capabilities/checkins'

/** What only a browser shows, on a site that is built anew without the defence. */
export const defencesInTheBrowser: readonly Mutation[] = [
  {
    defence: 'cookies belong to the pages with a session',
    test: 'session-free-answering',
    builds: true,
    changes: [
      {
        file: 'src/platform/sign-in/sign-in.server.ts',
        from: "defaultCookieAttributes: { path: '/app'",
        to: "defaultCookieAttributes: { path: '/'",
      },
    ],
  },
  {
    defence: 'a ballot is posted as everybody’s are',
    test: 'session-free-answering',
    builds: true,
    changes: [
      {
        file: `${checkins}/client/ask-server.client.ts`,
        from: "{ 'content-type': 'application/octet-stream', 'accept-language': '*' }",
        to: "{ 'content-type': 'application/octet-stream', 'x-kith': '1' }",
      },
    ],
  },
  {
    defence: 'a name is written as text',
    test: 'script-injection',
    builds: true,
    changes: [
      {
        file: 'src/routes/app/[organisation]/people/+page.svelte',
        from: '<bdi>{person.name}</bdi>',
        to: '<bdi>{@html person.name}</bdi>',
      },
    ],
  },
  {
    defence: 'the policy asks for trusted types',
    test: 'script-injection',
    builds: true,
    changes: [{ file: 'vite.config.ts', from: "'require-trusted-types-for': ['script'],", to: '' }],
  },
  {
    defence: 'what is not hers alone keeps nothing',
    test: 'two-members-one-browser',
    builds: true,
    changes: [
      {
        file: `${checkins}/client/device/device.client.ts`,
        from: "(await readDevice(who)) === 'own' ? lastingStore() : passingStore()",
        to: '((await readDevice(who)) ? lastingStore() : passingStore())',
      },
    ],
  },
  {
    defence: 'what was sealed is a draft no longer',
    test: 'hers-alone',
    builds: true,
    changes: [
      {
        file: `${checkins}/client/seal-ballot.client.ts`,
        from: "await box.remove('drafts', given.key)",
        to: '',
      },
    ],
  },
  {
    defence: 'the key of a history is its owner’s',
    test: 'hers-alone',
    builds: true,
    changes: [
      {
        file: `${checkins}/data/history-keys.server.ts`,
        from: ".select('key')\n    .where('member', '=', given.member)",
        to: ".select('key')",
      },
    ],
  },
  {
    // In a browser two tabs are only sometimes quick enough to meet; here they always are.
    defence: 'all tabs ask with one seed',
    test: 'src/capabilities/checkins/client/errand.client',
    changes: [
      {
        file: `${checkins}/client/ticket.client.ts`,
        from: "if (before) return before.state === 'asking' ? before.seed : undefined",
        to: "if (before && before.state !== 'asking') return undefined",
      },
    ],
  },
  {
    defence: 'what was tapped is kept at once',
    test: 'two-tabs',
    builds: true,
    changes: [
      {
        file: `${checkins}/client/checkin.client.ts`,
        from: "if (!(await box.get('ballots', key))) await box.put('drafts', key, draft)",
        to: "if (!(await box.get('ballots', key)) && draft === undefined) await box.put('drafts', key, draft)",
      },
    ],
  },
]
