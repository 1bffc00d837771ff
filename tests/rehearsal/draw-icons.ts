import { readFileSync, writeFileSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { launchOptions } from '../setup/chromium.ts'

// Draws static/icons from static/app-icon.svg: `node tests/rehearsal/draw-icons.ts`, after the mark has changed. The mark
// lies within the circle that phones may cut an icon to, so one drawing serves for whole and for cut icons.
const drawing = readFileSync('static/app-icon.svg', 'utf8')
const browser = await chromium.launch(await launchOptions())
for (const size of [180, 192, 512]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${drawing}`)
  writeFileSync(`static/icons/${size}.png`, await page.screenshot())
  await page.close()
}
await browser.close()
