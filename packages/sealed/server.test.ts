import fc from 'fast-check'
import { expect, test } from 'vitest'
import { generateSealingKey, open, seal } from './index.ts'
import { loadOpeningKeyForMany } from './server.ts'

test('the opening for many reads what browsers seal, and nothing that was moved or altered', async () => {
  const key = await generateSealingKey()
  const many = await loadOpeningKeyForMany(key)
  if (!many.ok) throw new Error(many.refusal)
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 64 }),
      fc.uint8Array(),
      fc.nat(),
      async (info, plaintext, at) => {
        const aad = Uint8Array.of(1, 2, 3)
        const sealed = await seal({ recipient: key.publicKey, info, aad, plaintext })
        if (!sealed.ok) throw new Error(sealed.refusal)
        const opened = await open({ key: many.value, info, aad, sealed: sealed.value })
        expect(opened.ok && [...opened.value]).toEqual([...plaintext])
        const altered = sealed.value.slice()
        altered[1 + (at % (altered.length - 1))]! ^= 1
        expect((await open({ key: many.value, info, aad, sealed: altered })).ok).toBe(false)
        expect((await open({ key: many.value, info, aad: Uint8Array.of(4), sealed: sealed.value })).ok).toBe(
          false,
        )
      },
    ),
    { numRuns: 25 },
  )
})
