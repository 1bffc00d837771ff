/**
 * Whether browsers call pages at this address secure, and so give them passkeys and the means to seal answers:
 * https, or this very machine (W3C Secure Contexts, section 3.1).
 */
export const isSecureAddress = (url: string): boolean => {
  const { protocol, hostname } = new URL(url)
  return (
    protocol === 'https:' ||
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d+){3}$/.test(hostname)
  )
}
