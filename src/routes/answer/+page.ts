// Outside /app, so that no cookie ever reaches it; what it shows comes from the device, and never from a load.
export const ssr = true
export const trailingSlash = 'never'
