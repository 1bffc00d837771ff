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
  workplace: [
    ...['site', 'workplace', 'place of work', 'work site', 'location', 'campus', 'building'],
    ...['sede', 'centro de trabajo', 'lugar de trabajo', 'centro', 'edificio'],
    ...['lieu de travail', 'etablissement', 'lieu', 'batiment', 'الموقع', 'مكان العمل', 'المبنى'],
  ],
  shift: [
    ...['shift pattern', 'shift', 'shifts', 'working pattern', 'rota', 'tipo de turno', 'turno', 'turnos'],
    ...['horaires', 'horaire', 'rythme de travail', 'type de poste', 'نمط المناوبات', 'المناوبة', 'الوردية'],
  ],
}

/**
 * Headings of what a staff list must never bring here, in the same four languages and spelling: what Article 9 of the
 * GDPR protects, and gender. Whoever wants to know how it goes for some of these people asks everybody, in a ballot.
 */
const neverHeld: ReadonlySet<string> = new Set(
  [
    ...['gender', 'gender identity', 'sex', 'pronouns', 'ethnicity', 'ethnic group', 'ethnic origin', 'race'],
    ...['religion', 'belief', 'disability', 'sexual orientation', 'trade union', 'union member', 'pregnant'],
    ...['health', 'diagnosis', 'political opinion', 'marital status', 'nationality'],
    ...[
      'genero',
      'identidad de genero',
      'sexo',
      'etnia',
      'origen etnico',
      'raza',
      'creencia',
      'discapacidad',
    ],
    ...['orientacion sexual', 'sindicato', 'afiliacion sindical', 'embarazo', 'salud', 'diagnostico'],
    ...['opinion politica', 'estado civil', 'nacionalidad'],
    ...['genre', 'identite de genre', 'sexe', 'ethnie', 'origine ethnique', 'croyance', 'handicap'],
    ...['orientation sexuelle', 'syndicat', 'appartenance syndicale', 'grossesse', 'sante', 'diagnostic'],
    ...['opinion politique', 'situation familiale', 'etat civil', 'nationalite'],
    ...['الجنس', 'النوع', 'النوع الاجتماعي', 'العرق', 'الاصل العرقي', 'الدين', 'الاعاقة', 'الميل الجنسي'],
    ...['النقابة', 'الحمل', 'الصحة', 'التشخيص', 'الراي السياسي', 'الحالة الاجتماعية', 'الجنسية'],
  ].map((heading) => looseKey(heading)),
)

const meanings = new Map(
  rosterColumns.flatMap((column) =>
    headings[column].map((key, rank) => [looseKey(key), { column, rank }] as const),
  ),
)

/** What the headings of a file mean: where each column stands, which headings are not used, what is wanting. */
export type RosterHeader = {
  columns: { column: RosterColumn; at: number; heading: string }[]
  ignored: string[]
  /** Headings of columns that are never taken in; with one of them the whole file is refused. */
  never: string[]
  missing: RosterColumn[]
  /** Headings that occur twice word for word, so that nobody can say which is meant. */
  twice: string[]
}

/** Recognises headings in English, Spanish, French and Arabic; a remark in brackets is not read. */
export function readHeader(cells: readonly string[]): RosterHeader {
  const found = new Map<RosterColumn, { at: number; heading: string; rank: number }>()
  const ignored: string[] = []
  const never: string[] = []
  const twice: string[] = []
  for (const [at, cell] of cells.entries()) {
    const heading = cell.trim()
    const key = looseKey(heading.replace(/\([^)]*\)/gu, ' '))
    const meaning = meanings.get(key)
    if (!meaning && neverHeld.has(key)) {
      never.push(heading)
      continue
    }
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
    never,
    missing: requiredColumns.filter((column) => !found.has(column)),
    twice,
  }
}
