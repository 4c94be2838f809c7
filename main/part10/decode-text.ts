import { characterSetOf, isPlainAscii, type CharacterSet } from '#shared/dicom/values/character-set.ts';
import { decodeLatin1, decodeStrictly, type TextKind } from '#shared/dicom/values/text-decoder.ts';
import { isCertainlyGb2312, isKoreanName, repairOf, REPAIR_LABELS, type TextRepair } from '#shared/dicom/values/text-repair.ts';
import type { ScannedDataSet } from './scan-data-set.ts';

/** Reads the text of one data set, whose items may declare character sets of their own. */
export interface TextReader {
  readonly decode: (bytes: Uint8Array, kind: TextKind, characterSet: CharacterSet) => DecodedText;
  /** Such as `GB18030 read under ISO_IR 100`; null when all text was in the set that it was declared in. */
  readonly repair: () => string | null;
}

export interface DecodedText {
  readonly text: string;
  /** How the bytes were read instead of as they were declared; undefined: as declared. */
  readonly repair: TextRepair | undefined;
}

const SPECIFIC_CHARACTER_SET = 0x00080005;
const TEXT_REPRESENTATIONS: ReadonlySet<string> = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT']);

export function createTextReader(bytes: Uint8Array, dataSet: ScannedDataSet): TextReader {
  const isProvenGb18030 = provesGb18030(bytes, dataSet, characterSetOf([]));
  const isProvenKorean = provesKorean(bytes, dataSet, characterSetOf([]));
  const repairs = new Set<string>();
  return {
    decode(value, kind, characterSet) {
      if (isPlainAscii(value)) return { text: decodeLatin1(value), repair: undefined };
      const repair = repairOf(value, characterSet, isProvenGb18030, { isPersonName: kind === 'person-name', isProvenKorean });
      const text = repair === undefined ? undefined : decodeStrictly(REPAIR_LABELS[repair], value);
      if (repair === undefined || text === undefined) return { text: characterSet.decode(value, kind), repair: undefined };
      repairs.add(`${repair} read under ${characterSet.declared === '' ? 'no declared character set' : characterSet.declared}`);
      return { text, repair };
    },
    repair: () => (repairs.size === 0 ? null : [...repairs].sort().join('; ')),
  };
}

/** The set that an item declares, or the one around it. PS3.5 6.1.2.3 */
export function characterSetWithin(bytes: Uint8Array, dataSet: ScannedDataSet, around: CharacterSet): CharacterSet {
  const element = dataSet.elements.find(({ tag }) => tag === SPECIFIC_CHARACTER_SET);
  if (element === undefined) return around;
  return characterSetOf(decodeLatin1(bytes.subarray(element.valueOffset, element.valueOffset + element.length)).split('\\'));
}

/** One value that is certainly mislabelled Chinese makes Chinese the likelier reading of the others. */
function provesGb18030(bytes: Uint8Array, dataSet: ScannedDataSet, around: CharacterSet): boolean {
  const characterSet = characterSetWithin(bytes, dataSet, around);
  return dataSet.elements.some((element) => {
    if (element.items !== undefined) return element.items.some((item) => provesGb18030(bytes, item, characterSet));
    if (!TEXT_REPRESENTATIONS.has(element.vr)) return false;
    const value = bytes.subarray(element.valueOffset, element.valueOffset + element.length);
    if (isPlainAscii(value)) return false;
    return isCertainlyGb2312(value) && repairOf(value, characterSet, false, { isPersonName: element.vr === 'PN' }) === 'GB18030';
  });
}

/** A name that can only be Korean, under a declaration that says nothing, makes Korean the likelier reading of the other texts. */
function provesKorean(bytes: Uint8Array, dataSet: ScannedDataSet, around: CharacterSet): boolean {
  const characterSet = characterSetWithin(bytes, dataSet, around);
  if (characterSet.highHalf === 'other' || characterSet.multiByteExtensions.length > 0) return false;
  return dataSet.elements.some((element) => {
    const value = bytes.subarray(element.valueOffset, element.valueOffset + element.length);
    return element.items === undefined && element.vr === 'PN' && !isPlainAscii(value) && isKoreanName(value);
  });
}
