import { generateTicketKey } from '#packages/blind-ticket/server.ts'
import { generateSealingKey } from '#packages/sealed/index.ts'
import { appendKeys, beginKeyFile, readKeyFile, waveFolder } from './key-file.server.ts'

/**
 * A process of its own, at the lowest priority: each key takes about a third of a second of processor time, and nobody
 * who reads a page should feel it. Arguments: the data folder, the wave's file, how many group keys it shall hold.
 * Says the number it holds on standard output after each batch, so that a killed run is simply continued.
 */
const [dataDir = '', file = '', wanted = '0'] = process.argv.slice(2)
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

const sealing = await generateSealingKey()
await beginKeyFile({
  file,
  folder: waveFolder(dataDir),
  waveKey: { privateKey: base64(sealing.privateKey), publicKey: base64(sealing.publicKey) },
})
let made = (await readKeyFile(file))?.ticketKeys.length ?? 0
process.stdout.write(`${made}\n`)
while (made < Number(wanted)) {
  const batch = []
  for (let left = Math.min(4, Number(wanted) - made); left > 0; left--) {
    const key = await generateTicketKey()
    batch.push({ pkcs8: base64(key.privateKey), spki: base64(key.spki) })
  }
  await appendKeys(file, batch)
  made += batch.length
  process.stdout.write(`${made}\n`)
}
