// Outside /app, so that no cookie ever reaches it; its script is its own, and what it shows comes from the device.
export const csr = false
