// Paper needs no scripts.
export const csr = false
