import type { Mutation } from './mutation.ts'

const checkins = 'src/capabilities/checkins'
const trustees = `${checkins}/domain/trustees`
const inBrowser = `${trustees}/check-trustees`

/** That the key of a check-in is held by its trustees, and by nobody before they act. */
export const defencesOfTrustees: readonly Mutation[] = [
  {
    defence: 'the key file of a check-in with trustees holds no private key',
    test: 'trustees-hold-the-key',
    changes: [
      {
        file: `${checkins}/keys/wave-key.server.ts`,
        from: 'return { publicKey: sum, parts:',
        to: 'return { ...now, publicKey: now.publicKey, parts:',
      },
    ],
  },
  {
    defence: 'a part is taken after the end only',
    test: 'trustees-hold-the-key',
    changes: [
      {
        file: `${checkins}/use-cases/trustees/give-part.server.ts`,
        from: 'if (checkins.steady.now() < collectsUntil(wave))',
        to: 'if (collectsUntil(wave).getTime() < 0)',
      },
    ],
  },
  {
    defence: 'both parts are needed',
    test: 'trustees-hold-the-key',
    changes: [
      {
        file: `${checkins}/use-cases/trustees/take-parts.server.ts`,
        from: 'identity === null || endedAt !== null ? [] :',
        to: "identity === null || endedAt !== null || office === 'staff' ? [] :",
      },
    ],
  },
  {
    defence: 'a part that is kept is the one that belongs to the key',
    test: 'trustees-hold-the-key',
    changes: [
      {
        file: `${checkins}/keys/wave-key.server.ts`,
        from: "if (!part || !point || base64(point) !== part.publicKey) return 'another-key'",
        to: "if (!part || !point) return 'another-key'",
      },
    ],
  },
  {
    defence: 'parts are destroyed with the answers',
    test: 'trustees-hold-the-key',
    changes: [
      {
        file: `${checkins}/use-cases/destroy-answers.server.ts`,
        from: 'await destroyKeyFile(keyFileOf(place))',
        to: 'void destroyKeyFile && keyFileOf(place)',
      },
    ],
  },
  {
    defence: 'what was not released in time is given up',
    test: 'trustees-hold-the-key',
    changes: [
      {
        file: `${checkins}/use-cases/trustees/wait-for-parts.server.ts`,
        from: 'if (checkins.steady.now().getTime() >= until)',
        to: 'if (checkins.steady.now().getTime() < 0)',
      },
    ],
  },
  {
    defence: 'each part is proven by its own key',
    test: inBrowser,
    changes: [
      {
        file: `${trustees}/prove.ts`,
        from: '    isSignedBy({ key: part.publicKey, signature: part.proof, text }),\n',
        to: '',
      },
    ],
  },
  {
    defence: 'each part is vouched for by an identity',
    test: inBrowser,
    changes: [
      {
        file: `${trustees}/prove.ts`,
        from: '    isSignedBy({ key: part.identity, signature: part.voucher, text }),\n',
        to: '',
      },
    ],
  },
  {
    defence: 'the key is the sum of the parts',
    test: inBrowser,
    changes: [
      {
        file: `${trustees}/check-trustees.ts`,
        from: 'return sum !== undefined && toBase64Url(sum) === waveKey',
        to: 'return sum !== undefined || waveKey === undefined',
      },
    ],
  },
  {
    defence: 'a trustee who was exchanged is noticed',
    test: inBrowser,
    changes: [
      {
        file: `${trustees}/check-trustees.ts`,
        from: '[office, identity, name]',
        to: '[office, name]',
      },
    ],
  },
  {
    defence: 'a part is used once',
    test: inBrowser,
    changes: [
      {
        file: `${trustees}/check-trustees.ts`,
        from: "if (trustees.some(isUsed)) return refuse('manifest/part-used-before')",
        to: "if (parts.length < 0 && trustees.some(isUsed)) return refuse('manifest/part-used-before')",
      },
    ],
  },
  {
    defence: 'a browser checks who holds the key before it asks for a ticket',
    test: inBrowser,
    changes: [
      {
        file: `${checkins}/domain/check-packet.ts`,
        from: 'await checkTrustees(manifest, known.holders)',
        to: 'await checkTrustees({ ...manifest, trustees: [] }, known.holders)',
      },
    ],
  },
  {
    defence: 'a part stays with its trustee until her own clock says that it is over',
    test: `${trustees}/check-release`,
    changes: [
      {
        file: `${trustees}/check-release.ts`,
        from: 'if (on.now < from) return',
        to: 'if (on.now < 0) return',
      },
    ],
  },
  {
    defence: 'a part stays with its trustee where the announcement is not signed',
    test: `${trustees}/check-release`,
    changes: [
      {
        file: `${trustees}/check-release.ts`,
        from: "if (!(await isSignedBy(signed))) return { kind: 'wrong' }",
        to: "if (signed.text === '') return { kind: 'wrong' }",
      },
    ],
  },
]
