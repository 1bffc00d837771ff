import { readFileSync } from 'node:fs'

/** What the build says about the answering page; nothing where there is no build, as for a command without pages. */
export const readAnsweringScripts = (): readonly string[] => {
  try {
    const text = readFileSync(new URL('../../build/client/_app/kept.json', import.meta.url), 'utf8')
    return (JSON.parse(text) as { first: string[] }).first
  } catch {
    return []
  }
}
