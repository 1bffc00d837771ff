import { userInfo } from 'node:os'
import { expect, test } from 'vitest'
import { nameOfUser, ownName } from './engine-user.server.ts'

test('a user without a name on this machine is told so in one sentence', () => {
  expect(() => nameOfUser(3_999_999_999)).toThrow(
    /^Kith's own database cannot run as user number 3999999999, because this machine has no name for that number\. /,
  )
})

test('whoever has a name is known by it', () => {
  expect(ownName()).toBe(userInfo().username)
})
