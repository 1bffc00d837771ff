/** A team of the fictional hospital: where it is, how many it has, how its weeks go, how many of it answer. */
export type Team = {
  path: readonly [string, ...string[]]
  size: number
  workplace: string
  work: 'nursing' | 'medicine' | 'laboratory' | 'therapy' | 'office'
  /** About what its people answer from 1 to 5, by what is asked; the weeks add to it. */
  mood: { workload: number; conversation: number; recovery: number }
  response: number
}

export const hospitalName = 'Alder Bridge Hospital'
/** A team without devices, whose people draw printed sheets. */
export const teamOnPaper = 'Willow ward'
export const timeZone = 'Europe/Lisbon'
export const mailDomain = 'alderbridge.example'

/** All others work in the main building. */
const workplaceOf: Readonly<Record<string, string>> = {
  Maternity: 'Riverside house',
  'Children’s ward': 'Riverside house',
  'Willow ward': 'Willow house',
  'Community team': 'Willow house',
}

const team = (
  path: Team['path'],
  size: number,
  work: Team['work'],
  response: number,
  mood: [number, number, number],
): Team => ({
  path,
  size,
  workplace: workplaceOf[path[0]] ?? 'Main building',
  work,
  response,
  mood: { workload: mood[0], conversation: mood[1], recovery: mood[2] },
})

/** 302 people. */
export const teams: readonly Team[] = [
  team(['Emergency'], 41, 'nursing', 0.62, [2.6, 3.9, 2.4]),
  team(['Intensive care'], 26, 'nursing', 0.7, [2.9, 4.1, 2.5]),
  team(['Surgery'], 23, 'nursing', 0.72, [3.1, 3.6, 2.9]),
  team(['Maternity'], 28, 'nursing', 0.74, [3.3, 4.2, 3.0]),
  team(['Children’s ward'], 24, 'nursing', 0.71, [3.4, 4.0, 3.2]),
  team(['Medicine 3'], 34, 'medicine', 0.6, [2.8, 3.4, 2.7]),
  team(['Medicine 5'], 31, 'medicine', 0.55, [2.7, 3.3, 2.8]),
  team(['Willow ward'], 17, 'nursing', 0.68, [3.2, 3.8, 3.1]),
  team(['Community team'], 12, 'nursing', 0.72, [3.5, 3.7, 3.4]),
  team(['Clinical services', 'Imaging'], 19, 'laboratory', 0.66, [3.4, 3.4, 3.5]),
  team(['Clinical services', 'Therapies'], 14, 'therapy', 0.75, [3.3, 4.0, 3.4]),
  team(['Clinical services', 'Pharmacy'], 6, 'laboratory', 0.8, [3.0, 3.5, 3.3]),
  team(['Offices and estates'], 27, 'office', 0.58, [3.6, 3.5, 3.9]),
]

export const professions: Record<Team['work'], readonly string[]> = {
  nursing: ['Nurse', 'Nurse', 'Nurse', 'Nursing assistant', 'Doctor', 'Ward clerk'],
  medicine: ['Nurse', 'Nurse', 'Doctor', 'Doctor', 'Nursing assistant'],
  laboratory: ['Technician', 'Technician', 'Specialist', 'Assistant'],
  therapy: ['Physiotherapist', 'Occupational therapist', 'Speech therapist'],
  office: ['Administrator', 'Facilities', 'Cleaner', 'Porter', 'Cook'],
}

export const shifts: Record<Team['work'], readonly string[]> = {
  nursing: ['Rotating', 'Rotating', 'Rotating', 'Nights', 'Days'],
  medicine: ['Rotating', 'Rotating', 'Nights', 'Days'],
  laboratory: ['Days', 'Days', 'Rotating'],
  therapy: ['Days'],
  office: ['Days', 'Days', 'Days', 'Rotating'],
}
