import type { SharedRecordKind } from './coordinator.ts';

/** Bytes of UTF-8 that a record of people's words may have. The hub's own function holds the same table (its migration 0006). */
export const MOST_RECORD_BYTES: Readonly<Partial<Record<SharedRecordKind, number>>> = {
  'shared-view': 2_048,
  'patient-link': 16_384,
  'county-report': 16_384,
  'clock-pause': 16_384,
  'technician-request': 65_536,
  consultation: 65_536,
  'case-list': 262_144,
};

/** So many letters of base64 without a break are no word of anybody. */
const LONGEST_RUN = 400;

/**
 * Why a record may not be shared: what physicians and hospitals say to each other is words and state, and bytes of pictures cannot pass for either.
 * @returns undefined when it may
 */
export function recordRefusal(kind: SharedRecordKind, content: string): 'too-long' | 'picture' | undefined {
  const most = MOST_RECORD_BYTES[kind];
  if (most === undefined) return undefined;
  // UTF-8 of a JavaScript string without an encoder: a pair of surrogates is four bytes, each of them here two.
  let bytes = 0;
  for (let index = 0; index < content.length; index += 1) {
    const unit = content.charCodeAt(index);
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  if (bytes > most) return 'too-long';
  return PICTURE.test(content) ? 'picture' : undefined;
}

const PICTURE = new RegExp(`[A-Za-z0-9+/=_-]{${LONGEST_RUN}}|"picture" *:|data:image/`, 'u');
