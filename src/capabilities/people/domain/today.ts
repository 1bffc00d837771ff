/** The day it is at a place, as an ISO day. `zone` is an IANA name. */
export const todayIn = (options: { now: Date; zone: string }): string =>
  new Intl.DateTimeFormat('en-CA', {
    timeZone: options.zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(options.now)
