import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readlinkSync, symlinkSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createPool } from '../pool/index.server.ts'
import { freshFile } from '../pool/testing/pools.ts'
import { runChild } from '../pool/testing/run-child.ts'
import { holdLock } from './owner-lock.server.ts'
import { findProcess } from './running-process.server.ts'

const self = () => {
  const found = findProcess(process.pid)
  if (!found) throw new Error('not found')
  return found
}
const textOf = (claim: { nonce: string; pid: number; started: string; boot: string }) =>
  [claim.nonce, claim.pid, claim.started, claim.boot].join(' ')

test('a lock has one owner at a time and is free again when released', async () => {
  const path = await freshFile()
  const lock = holdLock(path)
  expect(() => holdLock(path)).toThrow(expect.objectContaining({ name: 'LockHeld' }))
  lock.release()
  lock.release()
  holdLock(path).release()
  expect(await readdir(dirname(path))).toEqual([])
})

test('a living owner in another process is respected, and a killed one is succeeded', async () => {
  const file = await freshFile()
  await createPool({ file, capacity: 2, payloadSize: 100 })
  const child = runChild({ name: 'hold', file })
  await child.nextLine()
  expect(child.said[0]).toBe('owner')
  expect(() => holdLock(`${file}.lock`)).toThrow(`Process ${child.process.pid} owns it`)
  await child.kill()
  holdLock(`${file}.lock`).release()
  expect(await readdir(dirname(file))).toEqual(['answers.pool'])
})

test('the number of a dead owner that was given to another process does not keep the lock', async () => {
  const path = await freshFile()
  symlinkSync(textOf({ ...self(), nonce: 'aa', started: '1' }), path)
  holdLock(path).release()
})

test('an owner from before the machine restarted does not keep the lock', async () => {
  const path = await freshFile()
  symlinkSync(textOf({ ...self(), nonce: 'aa', boot: 'another-boot' }), path)
  holdLock(path).release()
})

test('an owner of which only a zombie is left does not keep the lock', async () => {
  const path = await freshFile()
  // The shell starts a child and becomes a program that never asks how it ended.
  const parent = spawn('sh', ['-c', 'sleep 1 & echo $!; exec sleep 600'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void parent.kill('SIGKILL'))
  const [line] = (await once(parent.stdout, 'data')) as [Buffer]
  const pid = Number(line.toString())
  const alive = self()
  symlinkSync(textOf({ ...alive, nonce: 'aa', pid, started: findProcess(pid)?.started ?? '1' }), path)
  await vi.waitUntil(() => findProcess(pid) === undefined, { timeout: 20_000 })
  expect(() => process.kill(pid, 0)).not.toThrow()
  holdLock(path).release()
})

test('a successor that died while taking over is succeeded too, and nothing is left behind', async () => {
  const path = await freshFile()
  const dead = { ...self(), started: '1' }
  symlinkSync(textOf({ ...dead, nonce: 'aa' }), path)
  symlinkSync(textOf({ ...dead, nonce: 'bb' }), `${path}.after-aa`)
  symlinkSync(textOf({ ...dead, nonce: 'cc' }), `${path}.after-bb`)
  const lock = holdLock(path)
  expect(await readdir(dirname(path))).toEqual(['answers.pool'])
  expect(readlinkSync(path)).toContain(` ${process.pid} `)
  lock.release()
})

test('a living successor that is just taking over is respected', async () => {
  const path = await freshFile()
  symlinkSync(textOf({ ...self(), nonce: 'aa', started: '1' }), path)
  symlinkSync(textOf({ ...self(), nonce: 'bb' }), `${path}.after-aa`)
  expect(() => holdLock(path)).toThrow(expect.objectContaining({ name: 'LockHeld' }))
})

test('a file that is no lock of ours is left alone', async () => {
  const path = await freshFile()
  await writeFile(path, 'by hand')
  expect(() => holdLock(path)).toThrow('no lock of ours')
  expect(await readdir(dirname(path))).toEqual(['answers.pool'])
})

test('of eight processes that find a dead owner at once exactly one becomes the owner', async () => {
  const file = await freshFile()
  await createPool({ file, capacity: 2, payloadSize: 100 })
  symlinkSync(textOf({ ...self(), nonce: 'aa', started: '1' }), `${file}.lock`)
  const children = Array.from({ length: 8 }, () => runChild({ name: 'hold', file }))
  await Promise.all(children.map((child) => child.nextLine()))
  const said = children.map((child) => child.said[0]).toSorted()
  expect(said).toEqual([...Array(7).fill('in-use'), 'owner'])
})
