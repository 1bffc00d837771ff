import { readFormatFile } from '../contract/format-file.ts'
import type { ShippedFormat } from '../domain/format/shipped-format.ts'
import { loadFolder, type Shelf } from './load-folder.server.ts'

/**
 * The formats that come with Kith, by id, read once at start. Throws one error that lists every fault of every file: a
 * site does not start with a format that would stop halfway.
 */
export const loadFormats = (input: { folder: string }): Promise<Shelf<ShippedFormat>> =>
  loadFolder({
    folder: input.folder,
    read: readFormatFile,
    among: (shelf) =>
      [...shelf.values()].flatMap(({ id, variantOf }) =>
        variantOf === undefined || shelf.has(variantOf)
          ? []
          : [{ id, field: 'variantOf', problem: `there is no format called ${variantOf}` }],
      ),
  })
