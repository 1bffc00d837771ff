/**
 * The first name that stands twice in one object of a text that is JSON, or null. Reading takes the last of them and
 * says nothing, so that a file could mean something else to whoever reads it with their eyes.
 */
export const duplicateName = (json: string): string | null => {
  const open: (Set<string> | null)[] = []
  let isName = false
  for (let at = 0; at < json.length; at++) {
    const character = json[at]
    if (character === '{') {
      open.push(new Set())
      isName = true
    } else if (character === '[') {
      open.push(null)
      isName = false
    } else if (character === '}' || character === ']') {
      open.pop()
      isName = false
    } else if (character === ',') isName = open.at(-1) instanceof Set
    else if (character === '"') {
      const start = at
      for (at++; json[at] !== '"' && at < json.length; at++) if (json[at] === '\\') at++
      const names = open.at(-1)
      if (!isName || !names) continue
      isName = false
      const name = String(JSON.parse(json.slice(start, at + 1)))
      if (names.has(name)) return name
      names.add(name)
    }
  }
  return null
}
