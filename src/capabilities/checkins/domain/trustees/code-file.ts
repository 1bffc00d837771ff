import { readCode, type TypedCode } from './code.ts'

/** What a trustee keeps as a file: the printed sheet, for a machine. Its code stands there as it is printed. */
export type CodeFile = {
  readonly format: 'kith-trustee-code/1'
  readonly organisation: string
  readonly organisationName: string
  readonly office: string
  readonly name: string
  readonly words: string
  readonly code: string
}

export const writeCodeFile = (file: Omit<CodeFile, 'format'>): string =>
  `${JSON.stringify({ format: 'kith-trustee-code/1', ...file }, null, 2)}\n`

/** @returns undefined for a file that holds no code. */
export const readCodeFile = (text: string): Extract<TypedCode, { kind: 'code' }> | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    const code = typeof value === 'object' && value !== null && 'code' in value ? value.code : undefined
    const read = typeof code === 'string' ? readCode(code) : undefined
    return read?.kind === 'code' ? read : undefined
  } catch {
    return undefined
  }
}
