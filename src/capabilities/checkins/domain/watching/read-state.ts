import { isAudit, isInstant, isListOf, isWitness } from '../chain/read-body.ts'
import { type ChainKnown, chainFaults } from '../chain/verify-chain.ts'
import type { WitnessState } from './state.ts'
import { addressOfList, newList, type WatchedList, type WatchTrouble } from './watch.ts'

/** @returns undefined for anything that was not written by `writeState`. */
export const readState = (text: string): WitnessState | undefined => {
  const value = parse(text)
  if (!isObject(value) || value.format !== 'kith-witness/1' || !Array.isArray(value.lists)) return undefined
  const { secret } = value
  const lists = value.lists.map(readList).filter((list) => list !== undefined)
  if (lists.length !== value.lists.length || !(secret === null || isText(secret))) return undefined
  return { format: value.format, secret, lists }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type Parts = Record<string, unknown>
const isObject = (value: unknown): value is Parts => typeof value === 'object' && value !== null
const isText = (value: unknown): value is string => typeof value === 'string'
const isNumber = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText)

/** Entries that an older file kept are not read: what is signed was verified by the look that found it. */
const readList = (list: unknown): WatchedList | undefined => {
  if (!isObject(list)) return undefined
  const { address, name, known, lookedAt, trouble } = list
  const { alsoKnown = null, groupsRead = [], excused = [] } = list
  const isList =
    isText(address) &&
    addressOfList(address) === address &&
    isText(name) &&
    isKnown(known) &&
    isKnown(alsoKnown) &&
    isTexts(groupsRead) &&
    isTexts(excused) &&
    (lookedAt === null || (isText(lookedAt) && isInstant(lookedAt))) &&
    isTrouble(trouble)
  return isList
    ? { ...newList(address), name, known, alsoKnown, groupsRead, excused, lookedAt, trouble }
    : undefined
}

const isKnown = (value: unknown): value is ChainKnown | null =>
  value === null ||
  (isObject(value) &&
    [value.organisation, value.signer, value.hash].every(isText) &&
    isNumber(value.number) &&
    (value.day === undefined || isText(value.day)) &&
    value.audit !== undefined &&
    isAudit(value.audit) &&
    (value.witnesses === null || (Array.isArray(value.witnesses) && isListOf(value.witnesses, isWitness))) &&
    (value.once === undefined || (Array.isArray(value.once) && value.once.every(isOnce))))

const isOnce = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && isText(value[0]) && isNumber(value[1])

const isTrouble = (value: unknown): value is WatchTrouble | null =>
  value === null ||
  (isObject(value) &&
    (value.kind === 'unread' ||
      (value.kind === 'alarm' &&
        chainFaults.some((fault) => fault === value.fault) &&
        isNumber(value.number) &&
        (value.hash === undefined || isText(value.hash)))))
