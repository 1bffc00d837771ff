import { looseKey } from './cells/text.ts'
import { type RosterColumn, requiredColumns, rosterColumns } from './row.ts'

/** Headings that mean a column, best first; written as `looseKey` leaves them: no case, accents or punctuation. */
const headings: Record<RosterColumn, readonly string[]> = {
  name: [
    ...['name', 'full name', 'person', 'nombre', 'nombre completo', 'nombre y apellidos'],
    ...['nom', 'nom complet', 'nom et prenom', 'nom prenom', 'الاسم', 'الاسم الكامل', 'اسم'],
  ],
  unit: [
    ...['unit path', 'unit', 'team', 'ward', 'department', 'unidad', 'equipo', 'servicio', 'departamento'],
    ...['unite', 'equipe', 'service', 'departement', 'مسار الوحدة', 'الوحدة', 'الفريق', 'القسم'],
  ],
  profession: [
    ...['profession', 'occupation', 'job title', 'job', 'profesion', 'ocupacion', 'puesto'],
    ...['metier', 'fonction', 'المهنة', 'الوظيفة'],
  ],
  email: [
    ...['email', 'e mail', 'email address', 'e mail address', 'mail', 'correo electronico', 'correo'],
    ...['courriel', 'adresse e mail', 'adresse email', 'adresse electronique'],
    ...['البريد الالكتروني', 'بريد الكتروني', 'البريد'],
  ],
  languages: [
    'languages',
    'language',
    'idiomas',
    'idioma',
    'lenguas',
    'langues',
    'langue',
    'اللغات',
    'اللغة',
  ],
  startOn: [
    ...['start day', 'start date', 'started on', 'starts on', 'start', 'dia de inicio', 'fecha de inicio'],
    ...['jour de debut', 'date de debut', 'date d entree', 'يوم البدء', 'تاريخ البدء', 'تاريخ المباشرة'],
  ],
  manager: [
    ...[
      'manager',
      'line manager',
      'manager email',
      'manager e mail',
      'supervisor',
      'jefe',
      'jefa',
      'superior',
    ],
    ...['responsable', 'superieur', 'encadrant', 'المدير', 'المسؤول', 'الرئيس المباشر'],
  ],
}

const meanings = new Map(
  rosterColumns.flatMap((column) =>
    headings[column].map((key, rank) => [looseKey(key), { column, rank }] as const),
  ),
)

/** What the headings of a file mean: where each column stands, which headings are not used, what is wanting. */
export type RosterHeader = {
  columns: { column: RosterColumn; at: number; heading: string }[]
  ignored: string[]
  missing: RosterColumn[]
  /** Headings that occur twice word for word, so that nobody can say which is meant. */
  twice: string[]
}

/** Recognises headings in English, Spanish, French and Arabic; a remark in brackets is not read. */
export function readHeader(cells: readonly string[]): RosterHeader {
  const found = new Map<RosterColumn, { at: number; heading: string; rank: number }>()
  const ignored: string[] = []
  const twice: string[] = []
  for (const [at, cell] of cells.entries()) {
    const heading = cell.trim()
    const meaning = meanings.get(looseKey(heading.replace(/\([^)]*\)/gu, ' ')))
    if (!meaning) {
      if (heading !== '') ignored.push(heading)
      continue
    }
    const earlier = found.get(meaning.column)
    if (earlier?.rank === meaning.rank) twice.push(heading)
    else if (earlier && earlier.rank < meaning.rank) ignored.push(heading)
    else {
      if (earlier) ignored.push(earlier.heading)
      found.set(meaning.column, { at, heading, rank: meaning.rank })
    }
  }
  return {
    columns: [...found].map(([column, { at, heading }]) => ({ column, at, heading })),
    ignored,
    missing: requiredColumns.filter((column) => !found.has(column)),
    twice,
  }
}
