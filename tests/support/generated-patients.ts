import { numberKey, type PatientRecord } from '#shared/collaboration/identity/patient-candidates.ts';
import { parsePersonName } from '#shared/dicom/values/person-name.ts';

const FAMILIES = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '章', '江', '姜'];
/** Each row sounds alike. */
const SOUNDS = [['伟', '玮', '纬'], ['静', '婧', '敬'], ['丽', '莉', '俐'], ['军', '君', '钧'], ['明', '鸣', '铭'], ['芳', '方'], ['强', '蔷'], ['建国', '剑国'], ['玉兰', '毓兰'], ['守田', '寿田']];
const SITES = ['yunxiu', 'qingling', 'shiliang'];

/** Weights and checks of GB 11643-1999, written a second time so that a slip in the program is not repeated here. */
function nationalId(birthDate: string, order: number): string {
  const body = `530102${birthDate.replaceAll('-', '')}${String(order % 1000).padStart(3, '0')}`;
  const sum = Array.from(body).reduce((total, digit, index) => total + Number(digit) * (2 ** (17 - index) % 11), 0);
  const check = (12 - (sum % 11)) % 11;
  return `${body}${check === 10 ? 'X' : check}`;
}

/**
 * People with their records at one to three hospitals: every seventh is a twin of the one before (same day, family, telephone; every second pair of twins
 * sounds alike), every fifth shares its number with somebody of another hospital, some have slips in their birth date, half have a resident number.
 * @param seed the same people for the same seed
 */
export function generatePatients(count: number, seed: number): { readonly records: readonly PatientRecord[]; readonly personOf: (record: PatientRecord) => number } {
  let state = seed;
  const random = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const pick = <T>(from: readonly T[]): T => from[random(from.length)] as T;
  const persons = new Map<string, number>();
  const records: PatientRecord[] = [];
  let before = { family: '王', sound: 0, given: '伟', birthDate: '1970-01-01', sex: 'M' as 'M' | 'F', phone: '13800000000' };
  for (let person = 0; person < count; person += 1) {
    const isTwin = person % 7 === 6;
    const sound = isTwin && person % 2 === 0 ? before.sound : random(SOUNDS.length);
    const others = (SOUNDS[sound] ?? []).filter((given) => !isTwin || given !== before.given);
    const given = pick(others);
    const sex: 'M' | 'F' = random(2) === 0 ? 'M' : 'F';
    const birthDate = isTwin ? before.birthDate : `${1935 + random(80)}-${String(1 + random(12)).padStart(2, '0')}-${String(1 + random(28)).padStart(2, '0')}`;
    const family = isTwin ? before.family : pick(FAMILIES);
    const phone = isTwin ? before.phone : `13${String(random(1_000_000_000)).padStart(9, '0')}`;
    before = { family, sound, given, birthDate, sex, phone };
    const resident = random(2) === 0 ? [nationalId(birthDate, person * 2 + (sex === 'M' ? 1 : 0))] : [];
    const sites = SITES.slice(0, 1 + random(3));
    for (const siteId of sites) {
      const [year, month, day] = birthDate.split('-');
      const hasSlip = random(25) === 0;
      const record: PatientRecord = {
        siteId, issuerOfPatientId: '',
        // Numbers begin anew at each hospital: the same number at two hospitals is mostly two people.
        patientId: String(1000 + ((person * (siteId === 'yunxiu' ? 1 : 3)) % 10_007)),
        name: parsePersonName(`=${family}^${given}`), sex, birthDate: hasSlip ? `${year}-${day}-${month}` : birthDate,
        otherIds: random(3) === 0 ? [] : resident, phones: random(2) === 0 ? [] : [phone],
      };
      const known = record.birthDate;
      const isDay = known !== null && !Number.isNaN(Date.parse(known)) && Number(known.slice(5, 7)) <= 12;
      const kept = isDay ? record : { ...record, birthDate };
      persons.set(numberKey(kept), person);
      records.push(kept);
    }
  }
  return { records, personOf: (record) => persons.get(numberKey(record)) ?? -1 };
}
