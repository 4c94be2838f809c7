import { z } from 'zod';
import { EVIDENCE_KINDS, numberKey, type PatientNumber } from './patient-candidates.ts';

export const patientNumber = z.object({ siteId: z.string().min(1).max(64), patientId: z.string().min(1).max(64), issuerOfPatientId: z.string().max(64) });

/** What a person said of two patients' numbers, with what it rested on. `undone`: nothing is said any more. */
export const patientLink = z.object({
  status: z.enum(['same', 'different', 'undone']),
  left: patientNumber,
  right: patientNumber,
  evidence: z.array(z.enum(EVIDENCE_KINDS)),
  decidedBy: z.string(),
  decidedAt: z.iso.datetime(),
  undoneBy: z.string(),
  undoneAt: z.iso.datetime().nullable(),
});
export type PatientLink = z.infer<typeof patientLink>;

/** Numbers that are one person, as people confirmed; numbers of one person only when a chain of confirmations joins them. */
export function personsOf(links: readonly Pick<PatientLink, 'status' | 'left' | 'right'>[]): readonly (readonly PatientNumber[])[] {
  const persons = new Map<string, Map<string, PatientNumber>>();
  for (const { status, left, right } of links) {
    if (status !== 'same') continue;
    const [one, other] = [left, right].map((number) => persons.get(numberKey(number)) ?? new Map([[numberKey(number), number]]));
    const joined = new Map([...(one ?? []), ...(other ?? [])]);
    for (const key of joined.keys()) persons.set(key, joined);
  }
  return [...new Set(persons.values())].map((numbers) => [...numbers.values()]);
}

/** Two numbers that a person said are different, and that would become one person if this pair were confirmed too. */
export function contradictionOfLink(links: readonly PatientLink[], left: PatientNumber, right: PatientNumber): PatientLink | undefined {
  const after = personsOf([...links, { status: 'same', left, right }]).find((numbers) => numbers.some((number) => numberKey(number) === numberKey(left)));
  const keys = new Set((after ?? []).map(numberKey));
  return links.find((link) => link.status === 'different' && keys.has(numberKey(link.left)) && keys.has(numberKey(link.right)));
}
