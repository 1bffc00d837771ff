import { expect, test } from 'vitest'
import { isOutOfReach } from './out-of-reach.ts'

const failure = (facts: object, message = 'words') => Object.assign(new Error(message), facts)

test('a database that is away and a disk that is full are told from mistakes in the program', () => {
  for (const [error, expected] of [
    [failure({ code: 'ECONNREFUSED' }), true],
    [failure({ code: 'ENOENT', syscall: 'connect' }), true],
    [failure({ code: 'ENOENT', syscall: 'open' }), false],
    [failure({ code: '57P01' }), true],
    [failure({ code: '08006' }), true],
    [failure({ code: '53100' }), true],
    [failure({ code: 'ENOSPC', syscall: 'write' }), true],
    [failure({ code: '23505' }), false],
    [failure({}, 'Connection terminated unexpectedly'), true],
    [new Error('wrapped', { cause: failure({ code: '57P03' }) }), true],
    [new TypeError('x is not a function'), false],
    ['ECONNREFUSED', false],
    [undefined, false],
  ] as const)
    expect([error, isOutOfReach(error)]).toEqual([error, expected])
})

test('causes that go round in a circle end', () => {
  const one = new Error('one')
  one.cause = one
  expect(isOutOfReach(one)).toBe(false)
})
