import { readDilemmaFile } from '../contract/dilemma-file.ts'
import type { Dilemma } from '../domain/dilemma.ts'
import { loadFolder, type Shelf } from './load-folder.server.ts'

/** The bank of dilemmas, by id, read once at start. Throws one error that lists every fault of every file. */
export const loadDilemmas = (input: { folder: string }): Promise<Shelf<Dilemma>> =>
  loadFolder({ folder: input.folder, read: readDilemmaFile })
