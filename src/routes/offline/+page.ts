// Outside /app and the same for everybody: the worker keeps a copy of it and shows it in place of what cannot be fetched.
export const csr = false
