import type { ForeignEcg, ForeignLead } from './foreign-ecg.ts';
import type { ScpSection } from './scp-sections.ts';

export interface ScpHeader {
  readonly patient: ForeignEcg['patient'];
  readonly acquisitionDateTime: string;
  readonly device: ForeignEcg['device'];
  readonly filters: ForeignLead['filters'];
}

const TAG = { lastName: 0, firstName: 1, patientId: 2, birthDate: 5, sex: 8, device: 14, date: 25, time: 26, highPass: 27, lowPass: 28, filters: 29, end: 255 } as const;
const NOTCH_60_HZ = 1;
const NOTCH_50_HZ = 2;

/** Patient, time, device and filters of section 1. EN 1064 5.4 */
export function readScpHeader(section: ScpSection | undefined): ScpHeader {
  const fields = fieldsOf(section);
  const text = (tag: number) => new TextDecoder('latin1').decode(fields.get(tag) ?? new Uint8Array()).replace(/\0.*$/s, '').trim();
  const number = (tag: number, size: 1 | 2): number | undefined => {
    const field = fields.get(tag);
    if (field === undefined || field.byteLength < size) return undefined;
    const view = new DataView(field.buffer, field.byteOffset, field.byteLength);
    return size === 1 ? view.getUint8(0) : view.getUint16(0, true);
  };
  const date = dateOf(fields.get(TAG.date));
  const time = fields.get(TAG.time);
  const sex = number(TAG.sex, 1);
  const highPass = number(TAG.highPass, 2);
  const notch = number(TAG.filters, 1) ?? 0;
  const [lastName, firstName] = [text(TAG.lastName), text(TAG.firstName)];
  const device = fields.get(TAG.device);
  return {
    patient: {
      id: text(TAG.patientId),
      name: firstName === '' ? lastName : `${lastName}^${firstName}`,
      birthDate: dateOf(fields.get(TAG.birthDate)),
      sex: sex === 1 ? 'M' : sex === 2 ? 'F' : '',
    },
    acquisitionDateTime: date === '' ? '' : `${date}${[0, 1, 2].map((index) => String(time?.[index] ?? 0).padStart(2, '0')).join('')}`,
    device: { manufacturer: '', model: device === undefined ? '' : new TextDecoder('latin1').decode(device.subarray(8, 14)).replace(/\0.*$/s, '').trim(), serialNumber: '', software: '' },
    filters: {
      lowHz: highPass === undefined ? undefined : highPass / 100,
      highHz: number(TAG.lowPass, 2),
      notchHz: (notch & NOTCH_50_HZ) !== 0 ? 50 : (notch & NOTCH_60_HZ) !== 0 ? 60 : undefined,
    },
  };
}

function fieldsOf(section: ScpSection | undefined): ReadonlyMap<number, Uint8Array> {
  const fields = new Map<number, Uint8Array>();
  if (section === undefined) return fields;
  const { body } = section;
  for (let offset = 0; offset + 3 <= body.byteLength; ) {
    const tag = body.getUint8(offset);
    const length = body.getUint16(offset + 1, true);
    if (tag === TAG.end || offset + 3 + length > body.byteLength) break;
    if (!fields.has(tag)) fields.set(tag, new Uint8Array(body.buffer, body.byteOffset + offset + 3, length));
    offset += 3 + length;
  }
  return fields;
}

/** Year in two bytes, month, day; '' when empty. */
function dateOf(field: Uint8Array | undefined): string {
  if (field === undefined || field.length < 4) return '';
  const [low = 0, high = 0, month = 0, day = 0] = field;
  const year = low + high * 256;
  if (year < 1850 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31) return '';
  return `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`;
}
