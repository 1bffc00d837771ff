import { self } from '$app/service-worker'
import { answerFor } from './answer-for.ts'
import { dropOldCopies, keepCopies } from './copies.ts'
import { hear } from './hear.ts'
import { openPush, showPush } from './show-push.ts'

// A new version waits until no page of the old one is open: nobody meets half of each.
self.addEventListener('install', (event) => event.waitUntil(keepCopies()))
self.addEventListener('activate', (event) => event.waitUntil(dropOldCopies()))
self.addEventListener('message', (event) => event.waitUntil(hear(event.data)))
self.addEventListener('push', (event) => event.waitUntil(showPush(event)))
self.addEventListener('notificationclick', (event) => event.waitUntil(openPush(event)))
self.addEventListener('fetch', (event) => {
  const answer = answerFor(event)
  if (answer) event.respondWith(answer)
})
