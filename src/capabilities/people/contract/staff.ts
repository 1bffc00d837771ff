import * as v from 'valibot'
import { roles } from '../domain/roles.ts'

/** A field that a form may send not at all, once, or several times. */
export const manyOf = <S extends v.GenericSchema>(one: S) =>
  v.optional(
    v.pipe(
      v.union(
        [
          v.array(one),
          v.pipe(
            one,
            v.transform((value) => [value]),
          ),
        ],
        'role-unknown',
      ),
      v.transform((values) => [...new Set(values as v.InferOutput<S>[])]),
    ),
    [],
  )

export const id = v.pipe(v.string(), v.uuid())

export const RolesForm = v.strictObject({ member: id, roles: manyOf(v.picklist(roles, 'role-unknown')) })
export const LeadForm = v.strictObject({
  member: id,
  unit: v.pipe(v.string('unit-unknown'), v.uuid('unit-unknown')),
  leads: v.optional(v.literal('yes')),
})
export const MemberForm = v.strictObject({ member: id })
export const InviteForm = v.strictObject({ way: v.picklist(['mail', 'printed']) })

/** What the page of people was asked to show; whatever cannot be read is passed over. */
export const PeopleQuery = v.object({
  q: v.fallback(v.pipe(v.string(), v.maxLength(200)), ''),
  unit: v.fallback(v.optional(id), undefined),
  status: v.fallback(v.optional(v.picklist(['invited', 'active', 'left'])), undefined),
  page: v.fallback(v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.minValue(1)), 1),
})
