// Works before anybody signs in, without scripts, and may be kept by the browser.
export const csr = false
