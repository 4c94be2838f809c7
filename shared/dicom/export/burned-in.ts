import { textOf, textsOf, type DataSet } from '../data-set/data-set.ts';

/**
 * Why the pixels or the contents of an object may name or show the patient, whatever is taken out of its header. `stated`: the hospital says that
 * something is burned in. `face`: it says that the patient can be recognised. `capture`, `modality`: nothing was said, and objects of this kind
 * often carry names. `overlay`: graphics of group 60xx may hold text. `document`: the object is text itself.
 */
export type BurnedInReason = 'stated' | 'face' | 'capture' | 'modality' | 'overlay' | 'document';

/** `clear`: the hospital says so, and nothing speaks against it. `look`: a person must look before it leaves. `refuse`: it must not leave without its owner's word. */
export interface BurnedInVerdict {
  readonly kind: 'clear' | 'look' | 'refuse';
  /** Gravest first. */
  readonly reasons: readonly BurnedInReason[];
}

/** Consoles write name and number into the pictures of these. */
const MODALITIES_WITH_TEXT: ReadonlySet<string> = new Set(['US', 'IVUS', 'ES', 'XC', 'GM', 'OP', 'OT', 'OCT', 'DOC', 'PX', 'IO', 'ECG']);
const SECONDARY_CAPTURE = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.7(\.[1-4])?$/;
/** Encapsulated documents and structured reports. */
const DOCUMENT = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(104|88)\./;
const SCREEN = /SCREEN|SAVE|CAPTURE|PASTED|REFORMATTED REPORT/i;
const OVERLAY = /^60[01][02468ACE]3000$/;

/**
 * Whether an object may leave the alliance without a person having looked at it. Burned In Annotation (0028,0301) and Recognizable Visual Features
 * (0028,0302), PS3.3 C.7.6.1.1.3; conversion and image type of captures, C.8.6.1. A silent header is never taken for a clear picture where its kind
 * often is none.
 */
export function burnedInVerdictOf(dataSet: DataSet): BurnedInVerdict {
  const burnedIn = textOf(dataSet, 'BurnedInAnnotation').toUpperCase();
  const isSaidClear = burnedIn === 'NO';
  const sopClassUid = textOf(dataSet, 'SOPClassUID');
  const isCapture = SECONDARY_CAPTURE.test(sopClassUid) || textOf(dataSet, 'ConversionType') !== '' || textsOf(dataSet, 'ImageType').some((part) => SCREEN.test(part));
  const reasons: readonly (BurnedInReason | undefined)[] = [
    burnedIn === 'YES' ? 'stated' : undefined,
    textOf(dataSet, 'RecognizableVisualFeatures').toUpperCase() === 'YES' ? 'face' : undefined,
    DOCUMENT.test(sopClassUid) ? 'document' : undefined,
    // A capture may hold what its maker never looked at: its word alone is not enough.
    isCapture ? 'capture' : undefined,
    !isSaidClear && MODALITIES_WITH_TEXT.has(textOf(dataSet, 'Modality')) ? 'modality' : undefined,
    Object.keys(dataSet).some((tag) => OVERLAY.test(tag)) ? 'overlay' : undefined,
  ];
  const found = reasons.filter((reason) => reason !== undefined);
  return { kind: found.includes('stated') || found.includes('face') ? 'refuse' : found.length > 0 ? 'look' : 'clear', reasons: found };
}

/** One verdict for all objects that would leave together, with how many of them each reason is for. */
export function burnedInVerdictOfAll(dataSets: readonly DataSet[]): BurnedInVerdict & { readonly counts: ReadonlyMap<BurnedInReason, number> } {
  const verdicts = dataSets.map(burnedInVerdictOf);
  const counts = new Map<BurnedInReason, number>();
  for (const reason of verdicts.flatMap(({ reasons }) => reasons)) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const kind = verdicts.some((one) => one.kind === 'refuse') ? 'refuse' : verdicts.some((one) => one.kind === 'look') ? 'look' : 'clear';
  return { kind, reasons: [...counts.keys()], counts };
}
