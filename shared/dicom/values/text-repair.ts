import type { CharacterSet } from './character-set.ts';
import { decodeStrictly } from './text-decoder.ts';

/** How mislabelled text is to be read instead. */
export type TextRepair = 'ISO_IR 192' | 'GB18030' | 'ISO 2022 IR 149';

/** The label of the Encoding Standard that reads a repair. */
export const REPAIR_LABELS = { 'ISO_IR 192': 'utf-8', GB18030: 'gb18030', 'ISO 2022 IR 149': 'euc-kr' } as const satisfies Record<TextRepair, string>;

/**
 * Says whether a value is certainly not in the set it was declared in, and in which it is. Only values with bytes above 7F count, and only
 * under a declaration that means "nobody thought about it": nothing, ISO_IR 6, ISO_IR 100, or ISO_IR 192 over bytes that are not UTF-8.
 *
 * UTF-8: the whole value is valid UTF-8. A value with only two-byte sequences is first offered to the Chinese rule, because two-byte
 * sequences are also common GB 2312 pairs; and its characters must be ones that people write (letters of Latin, Greek, Cyrillic, signs).
 *
 * GB 18030, strictly: every run of high bytes splits into GB 2312 pairs (Han of level 1 or 2, or Chinese punctuation); at least one pair is
 * a level 1 Han; not all bytes are Latin-1 signs (`°°` is also 鞍). In Western words accented letters stand alone or in twos between
 * ASCII letters, so a run that touches an ASCII letter needs two different pairs with a level 1 Han among them (CT平扫), and a single pair
 * that touches a letter (Größe) is only accepted when another run of the value proves the point.
 *
 * GB 18030, once proven for the data set by another value: the value decodes to Han, Chinese punctuation and ASCII only, no pair with an
 * ASCII second byte touches an ASCII letter (J[ér]ôme), and no single pair stands between two letters (Concei[çã]o).
 *
 * A declaration that names a multi-byte set beside ISO_IR 100 says which other script can be meant: Korean bytes without their escape sequence
 * are Korean, though each pair is also a Chinese one; GB 18030 is read only where the declaration allows it.
 *
 * @param isProvenGb18030 another value of the same data set satisfied the strict rule
 */
export function repairOf(bytes: Uint8Array, characterSet: CharacterSet, isProvenGb18030: boolean, hints: RepairHints = {}): TextRepair | undefined {
  if (characterSet.highHalf === 'other' || bytes.includes(0x1b) || !bytes.some((byte) => byte >= 0x80)) return undefined;
  const utf8 = decodeStrictly('utf-8', bytes);
  if (characterSet.highHalf === 'utf-8' && utf8 !== undefined) return undefined;
  if (utf8 !== undefined && hasLongSequence(bytes)) return 'ISO_IR 192';
  const { multiByteExtensions } = characterSet;
  if (multiByteExtensions.includes('euc-kr') && isKorean(bytes)) return 'ISO 2022 IR 149';
  if (multiByteExtensions.length === 0 && ((hints.isPersonName === true && isKoreanName(bytes)) || (hints.isProvenKorean === true && isKorean(bytes)))) {
    return 'ISO 2022 IR 149';
  }
  if (multiByteExtensions.length > 0 && !multiByteExtensions.includes('gb18030')) return undefined;
  if (isCertainlyGb2312(bytes) || (isProvenGb18030 && isPlausiblyGb18030(bytes))) return 'GB18030';
  return utf8 !== undefined && isWritten(utf8) ? 'ISO_IR 192' : undefined;
}

/** What the place of a value says of it. */
export interface RepairHints {
  readonly isPersonName?: boolean;
  /** A name of the same data set is certainly Korean (`isKoreanName`). */
  readonly isProvenKorean?: boolean;
}

/**
 * The commonest family names of Korea, three Koreans in four. None of their byte pairs is a Chinese family name under GB 2312 (김 is 辫 there);
 * 문 (巩), 주 (林), 남 (巢) and their like are left out for that.
 */
const KOREAN_FAMILY_NAMES = '김이박최정강조윤장임한오서신권황안송유전고양손배백허심노하';

/** A personal name of Hangul only, two to four syllables, that begins with one of the commonest family names. */
export function isKoreanName(bytes: Uint8Array): boolean {
  const text = isKorean(bytes) ? (decodeStrictly('euc-kr', bytes) ?? '') : '';
  const plain = text.replaceAll(/[\s\0^]/g, '');
  return /^\p{Script=Hangul}{2,4}$/u.test(plain) && KOREAN_FAMILY_NAMES.includes(plain.charAt(0));
}

/** The strict rule of `repairOf` alone. */
export function isCertainlyGb2312(bytes: Uint8Array): boolean {
  const runs = highRuns(bytes);
  let firstLevelHan = 0;
  let hasStrongRun = false;
  let hasLonePairAtLetter = false;
  for (const run of runs) {
    const pairs = gb2312Pairs(bytes, run);
    if (pairs === undefined) return false;
    const han = pairs.filter((pair) => pair >= 0xb0a1);
    const firstLevel = han.filter((pair) => pair <= 0xd7f9).length;
    firstLevelHan += firstLevel;
    const isStrong = firstLevel > 0 && new Set(han).size > 1;
    hasStrongRun ||= isStrong;
    if (!touchesLetter(bytes, run)) continue;
    if (pairs.length > 1 && !isStrong) return false;
    hasLonePairAtLetter ||= pairs.length === 1;
  }
  const onlySigns = bytes.every((byte) => byte < 0xc0 || byte === 0xd7 || byte === 0xf7);
  return firstLevelHan > 0 && !onlySigns && (!hasLonePairAtLetter || hasStrongRun);
}

interface Run {
  readonly start: number;
  readonly end: number;
}

function highRuns(bytes: Uint8Array): readonly Run[] {
  const runs: Run[] = [];
  let start = -1;
  for (let index = 0; index <= bytes.length; index += 1) {
    const isHigh = (bytes[index] ?? 0) >= 0x80;
    if (isHigh && start < 0) start = index;
    if (!isHigh && start >= 0) {
      runs.push({ start, end: index });
      start = -1;
    }
  }
  return runs;
}

/** Code points of the pairs, or undefined when one is not Han or punctuation of GB 2312 (rows 1 to 3 and 16 to 87). */
function gb2312Pairs(bytes: Uint8Array, run: Run): readonly number[] | undefined {
  if ((run.end - run.start) % 2 === 1) return undefined;
  const pairs: number[] = [];
  for (let index = run.start; index < run.end; index += 2) {
    const lead = bytes[index] ?? 0;
    const trail = bytes[index + 1] ?? 0;
    const isPunctuation = lead >= 0xa1 && lead <= 0xa3;
    const isHan = lead >= 0xb0 && lead <= 0xf7 && !(lead === 0xd7 && trail > 0xf9);
    if (!(isPunctuation || isHan) || trail < 0xa1 || trail === 0xff) return undefined;
    pairs.push(lead * 256 + trail);
  }
  return pairs;
}

function isPlausiblyGb18030(bytes: Uint8Array): boolean {
  const text = decodeStrictly('gb18030', bytes);
  if (text === undefined || !/^(?:[\0-\x7f]|\p{Script=Han}|[\u3000-\u303f\uff00-\uffef\u2010-\u2027\u00b7])*$/u.test(text)) return false;
  for (let index = 0; index < bytes.length; index += 1) {
    if ((bytes[index] ?? 0) < 0x80) continue;
    const trail = bytes[index + 1] ?? 0;
    const length = trail >= 0x30 && trail <= 0x39 ? 4 : 2;
    const before = isLetter(bytes[index - 1]);
    const after = isLetter(bytes[index + length]);
    if (trail < 0x80 && length === 2 && (before || after)) return false;
    if (before && after) return false;
    index += length - 1;
  }
  return true;
}

/** All high bytes are pairs of KS X 1001 with Hangul among them. */
function isKorean(bytes: Uint8Array): boolean {
  const text = highRuns(bytes).every(({ start, end }) => (end - start) % 2 === 0) ? decodeStrictly('euc-kr', bytes) : undefined;
  return text !== undefined && /\p{Script=Hangul}/u.test(text) && /^(?:[\0-\x7f]|\p{Script=Hangul}|\p{Script=Han}|[\u3000-\u303f\u00b7])*$/u.test(text);
}

function hasLongSequence(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte >= 0xe0);
}

/** Latin with its extensions, Greek, Cyrillic, and the signs of Latin-1. */
function isWritten(text: string): boolean {
  return /^(?:[\0-\x7f]|[\u00a0-\u017f\u0370-\u04ff])*$/.test(text);
}

function touchesLetter(bytes: Uint8Array, run: Run): boolean {
  return isLetter(bytes[run.start - 1]) || isLetter(bytes[run.end]);
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));
}
