import { type Kysely, sql } from 'kysely'
import { roles } from './roles.ts'

type AnyDatabase = Kysely<Record<never, never>>
type Held = { name: string; maySet: boolean; isAdmin: boolean }
type Rights = {
  login: string
  database: string
  mayMakeRoles: boolean
  mayMakeSchemas: boolean
  /** From PostgreSQL 16 on, a login that may create roles has no say over those that somebody else made. */
  isSparing: boolean
  held: Held[]
}

const stepped = [roles.app, roles.site, roles.queue, roles.collector] as const

/**
 * Makes the roles that Kith steps down to, where they are missing, and lets the login step down to them, where it may not
 * yet. Roles belong to the whole server: another Kith, or an administrator, may have made them. Safe to repeat.
 * `isEmpty`: all migrations are still to run, and they settle something for one of the roles.
 * @throws a sentence with the SQL that an administrator has to run, when the login may not; then nothing has changed.
 */
export const makeRoles = async (on: {
  db: AnyDatabase
  mayLogIn: boolean
  isEmpty: boolean
}): Promise<void> => {
  const { db } = on
  const rights = await readRights(db)
  const lacking = sqlFor(rights, on)
  if (lacking.length > 0)
    throw new Error(
      `The user ${rights.login} of DATABASE_URL may not do what Kith needs, and nothing was changed. Let an administrator of the database run this, then start again: ${lacking.join(' ')}`,
    )
  for (const role of stepped) {
    // Two databases may start on one server at once; the loser of that race finds the role there.
    await sql
      .raw(
        `do $$ begin
           if not exists (select from pg_roles where rolname = '${role}') then
             create role ${role} ${on.mayLogIn ? 'login' : 'nologin'} nosuperuser nobypassrls nocreatedb nocreaterole;
           end if;
         exception when duplicate_object or unique_violation then null; end $$`,
      )
      .execute(db)
    if (!rights.held.some(({ name, maySet }) => name === role && maySet))
      await sql.raw(`grant ${role} to current_user`).execute(db)
  }
}

const readRights = async (db: AnyDatabase): Promise<Rights> => {
  const { rows } = await sql<Omit<Rights, 'held'>>`
    select quote_ident(current_user) as login, quote_ident(current_database()) as database,
      (select rolcreaterole or rolsuper from pg_roles where rolname = current_user) as "mayMakeRoles",
      has_database_privilege(current_database(), 'create') as "mayMakeSchemas",
      current_setting('server_version_num')::int >= 160000 as "isSparing"`.execute(db)
  const [rights] = rows
  if (!rights) throw new Error('The database did not say who is asking.')
  const { rows: held } = await sql<Held>`
    select rolname as name, pg_has_role(current_user, oid, ${rights.isSparing ? 'set' : 'member'}) as "maySet",
      pg_has_role(current_user, oid, 'member with admin option') as "isAdmin"
    from pg_roles where rolname in (${sql.join(stepped)})`.execute(db)
  return { ...rights, held }
}

/** What an administrator has to run so that the rest can be done here; nothing where it can. */
const sqlFor = (rights: Rights, { isEmpty }: { isEmpty: boolean }): string[] => {
  const { login, database, held, isSparing, mayMakeRoles } = rights
  const isMissing = held.length < stepped.length
  const closed = held.filter(({ maySet }) => !maySet)
  const needsSay = held.filter(({ name, maySet }) => !maySet || (isEmpty && name === roles.site))
  const ungranted = isSparing ? needsSay.filter(({ isAdmin }) => !isAdmin) : []
  const needsToMake = isMissing || isEmpty || (!isSparing && closed.length > 0)
  return [
    ...(needsToMake && !mayMakeRoles ? [`alter role ${login} createrole;`] : []),
    ...(ungranted.length > 0
      ? [`grant ${ungranted.map(({ name }) => name).join(', ')} to ${login} with admin option;`]
      : []),
    ...(isEmpty && !rights.mayMakeSchemas ? [`grant create on database ${database} to ${login};`] : []),
  ]
}
