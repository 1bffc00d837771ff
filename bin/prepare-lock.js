// One preparation at a time in one folder. Plain JavaScript without libraries, like prepare.js, which it serves.
import fs from 'node:fs'
import os from 'node:os'

const LIVES_MS = 30_000
const TOUCHED_EVERY_MS = 2_000

const read = (file) => {
  try {
    return { text: fs.readFileSync(file, 'utf8'), touchedAt: fs.statSync(file).mtimeMs }
  } catch {
    return undefined
  }
}

/** Its process is gone, or (in a container that we cannot see into) it has not touched the lock for a while. */
const isStale = ({ text, touchedAt }) => {
  const age = Date.now() - touchedAt
  const [host, pid] = text.split(' ')
  // Made, but not written yet.
  if (!pid) return age > TOUCHED_EVERY_MS
  if (age > LIVES_MS) return true
  if (host !== os.hostname()) return false
  // A container gives every run of us the same number, and we do not hold the lock.
  if (Number(pid) === process.pid) return true
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

/** Two waiters may judge the same lock stale; the slower must not remove the lock that the faster has just taken. */
const removeStale = ({ file, seen }) => {
  const aside = `${file}.${process.pid}`
  try {
    fs.renameSync(file, aside)
    if (fs.readFileSync(aside, 'utf8') !== seen.text) fs.linkSync(aside, file)
    fs.unlinkSync(aside)
  } catch {
    // Somebody else was faster; the next attempt sees what they did.
  }
}

/** Waits until the lock is ours; answers with what gives it back. Throws when the folder cannot be written. */
export const takeLock = async ({ file, onWait }) => {
  const text = `${os.hostname()} ${process.pid} ${Date.now()}`
  let isWaiting = false
  for (;;) {
    try {
      fs.writeFileSync(file, text, { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const seen = read(file)
    if (seen && isStale(seen)) {
      removeStale({ file, seen })
      continue
    }
    if (!isWaiting) onWait()
    isWaiting = true
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  const heartbeat = setInterval(() => {
    const now = new Date()
    fs.utimes(file, now, now, () => {})
  }, TOUCHED_EVERY_MS)
  return () => {
    clearInterval(heartbeat)
    if (read(file)?.text === text) fs.rmSync(file, { force: true })
  }
}
