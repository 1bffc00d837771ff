import type { LetterTrouble } from '../letter-trouble.ts'

/** How a site is, for whoever runs it. Sizes are bytes. Nothing here moves when somebody answers a check-in. */
export type SiteHealth = {
  at: Date
  isUp: boolean
  isAddressSecure: boolean
  /** There while time is held back because the machine’s clock jumped. */
  clock: { believed: Date; shown: Date; until: Date } | undefined
  /** Whether the data folder is where it was, and can be written to. */
  isFolderThere: boolean
  /** Whether the collector that runs as a process of its own says it is well; undefined where there is none. */
  isCollectorWell: boolean | undefined
  /** Of the disk that holds the data folder. */
  disk: { free: number; whole: number } | undefined
  queues: {
    name: string
    waiting: number
    again: number
    running: number
    gaveUp: number
    lastDoneAt: Date | undefined
    overdue: number
  }[]
  mail: {
    isConnected: boolean
    /** Over all organisations; undefined while the database does not answer. */
    letters: { waiting: number; gaveUp: number } | undefined
    trouble: { kind: LetterTrouble; at: Date } | undefined
  }
  /** Organisations whose support page is due to be checked again; undefined while the database does not answer. */
  support: { old: number } | undefined
  storage: {
    database: number | undefined
    waves: number
    letters: number
    lastBackup: { at: Date; bytes: number } | undefined
  }
  versions: { kith: string; node: string; postgres: string | undefined; migration: string }
  /** When the certificate that Kith serves runs out. */
  certificateUntil: Date | undefined
}
