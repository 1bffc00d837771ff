// The codes of sheets are in no script's hands.
export const csr = false
