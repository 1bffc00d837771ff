/** Where to go after signing in: an address of ours below /app, or /app itself when anything else was asked for. */
export const safeNext = (asked: string | null): string =>
  asked !== null && /^\/app(\/(?!\/)[^\\]*)?$/.test(asked) && !asked.startsWith('/app/auth/') ? asked : '/app'
