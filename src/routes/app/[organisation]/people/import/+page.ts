// A long preview is one form of the browser's own; sending it to a script twice over would help nobody.
export const csr = false
