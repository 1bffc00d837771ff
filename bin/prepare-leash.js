// Loaded into every program that prepare.js starts: when prepare.js is gone, killed included, its end of the pipe closes
// and the program ends too. Otherwise a lost `npm ci` would go on writing beside the next one.
import { Socket } from 'node:net'
import { isMainThread } from 'node:worker_threads'

if (isMainThread && process.stdin instanceof Socket) {
  process.stdin.once('close', () => process.exit(1))
  process.stdin.resume()
  process.stdin.unref()
}
