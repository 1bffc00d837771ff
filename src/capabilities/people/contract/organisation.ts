import * as v from 'valibot'
import { hostKinds } from '../domain/roles.ts'
import { emailField, nameField } from './fields.ts'

const timeZones = new Set(Intl.supportedValuesOf('timeZone')).add('UTC')

/** What is asked about an organisation, whichever it is. */
export const organisationFields = {
  organisationName: nameField,
  language: v.pipe(v.string('language-unknown'), v.regex(/^[a-z]{2,3}$/, 'language-unknown')),
  timeZone: v.pipe(
    v.string('time-zone-unknown'),
    v.check((zone) => timeZones.has(zone), 'time-zone-unknown'),
  ),
  // A browser leaves out what nobody chose: that is a field to fill in, and no foreign form.
  hostKind: v.pipe(v.optional(v.string('host-kind-missing'), ''), v.picklist(hostKinds, 'host-kind-missing')),
}

/** The first page of a new site: the organisation, and who is setting it up. */
export const SetUpForm = v.strictObject({ ...organisationFields, name: nameField, email: emailField })

/** A further organisation on the same site. `id` comes with the page, so that a repeated post makes one organisation. */
export const OrganisationForm = v.strictObject({ ...organisationFields, id: v.pipe(v.string(), v.uuid()) })
