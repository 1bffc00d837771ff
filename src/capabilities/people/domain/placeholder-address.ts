import type { MemberId } from '#kernel/ids.ts'

const ending = '@no-mail.invalid'

/** The account name of somebody without e-mail. `.invalid` is reserved (RFC 2606): nothing can ever be sent there. */
export const placeholderAddress = (member: MemberId): string => `${member}${ending}`

export const isPlaceholder = (address: string): boolean => address.toLowerCase().endsWith(ending)
