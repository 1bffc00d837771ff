import { m } from '#messages'
import type { Office } from '../../domain/trustees/trustee.ts'

const offices: Record<Office, () => string> = {
  'data-protection': m.trustee_office_data_protection,
  staff: m.trustee_office_staff,
}

export const sayOffice = (office: Office): string => offices[office]()

/** A trustee by name and office, as one reads it in a sentence. */
export const officeWords = ({ office, name }: { office: Office; name: string }): string =>
  m.trustee_holder({ name, office: sayOffice(office) })
