/** The queues that migrations made. */
export const queueNames = [
  'prepare-keys',
  'advance-waves',
  'close-wave',
  'send-messages',
  'remove-old-records',
  'forget-rooms',
] as const
export type QueueName = (typeof queueNames)[number]
