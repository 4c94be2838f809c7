import { calendarAge, parseDicomAge, type CalendarDate } from '../dicom/values/date-time.ts';

/** Children in China are seen by paediatricians up to 14 years; their limits are others. */
const ADULT_YEARS = 14;

/** Whether adult limits hold: true where nothing says otherwise. @param onDate day of the examination */
export function isAdult({ birthDate, ageAsSent, onDate }: { readonly birthDate: CalendarDate | null; readonly ageAsSent: string; readonly onDate: CalendarDate | null }): boolean {
  const age = birthDate === null || onDate === null ? undefined : calendarAge(birthDate, onDate);
  if (age !== undefined) return age.years >= ADULT_YEARS;
  const sent = parseDicomAge(ageAsSent);
  return sent === undefined || (sent.unit === 'Y' && sent.value >= ADULT_YEARS);
}
