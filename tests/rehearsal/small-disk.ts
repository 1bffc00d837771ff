import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type SmallDisk = {
  folder: string
  /** False where the tests may not mount anything: then it is an ordinary folder, which never fills. */
  isMounted: boolean
  fill(): void
  free(): void
  remove(): void
}

/**
 * A disk of a few megabytes where the tests may mount one. Elsewhere only the order of events can be rehearsed, and a test
 * has to make writing fail in another way.
 */
export const smallDisk = (megabytes = 3): SmallDisk => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-disk-'))
  const ballast = join(folder, 'ballast')
  const isMounted = mount(folder, megabytes)
  return {
    folder,
    isMounted,
    fill: () => {
      for (const size of isMounted ? [1024 * 1024, 65_536, 4096, 1] : [])
        for (let at = 0; statfsSync(folder).bavail > 0 && at < 10_000; at += 1)
          try {
            writeFileSync(ballast, Buffer.alloc(size, 1), { flag: 'a' })
          } catch {
            break
          }
    },
    free: () => rmSync(ballast, { force: true }),
    remove: () => {
      // What just ended may hold it a moment longer; a lazy one lets go by itself.
      if (isMounted) execFileSync('umount', ['-l', folder])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const mount = (folder: string, megabytes: number): boolean => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', folder], {
      stdio: 'ignore',
    })
    return true
  } catch {
    return false
  }
}
