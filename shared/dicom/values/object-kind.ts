import { SOP_CLASS } from './sop-class.ts';

/**
 * What an object beside images is, for a word on the screen and for what the page does with it. PS3.4 B.5.
 * `other`: nothing this program can show.
 */
export type ObjectKind =
  | 'structured-report' | 'key-object' | 'pdf' | 'presentation-state' | 'segmentation' | 'structure-set' | 'radiotherapy-plan' | 'registration'
  | 'waveform' | 'other';

const ENCAPSULATED_PDF = SOP_CLASS.encapsulatedPdf;
const STORAGE = '1.2.840.10008.5.1.4.1.1.';

/** The presentation states whose attributes `readPresentationState` understands: grayscale, colour, pseudo-colour, XA/XRF. */
const PRESENTATION_STATE = new Set(['11.1', '11.2', '11.3', '11.5'].map((tail) => STORAGE + tail));

export function objectKindOf(sopClassUid: string): ObjectKind {
  if (sopClassUid === SOP_CLASS.keyObjectSelection) return 'key-object';
  if (sopClassUid === ENCAPSULATED_PDF) return 'pdf';
  if (PRESENTATION_STATE.has(sopClassUid)) return 'presentation-state';
  const tail = sopClassUid.startsWith(STORAGE) ? sopClassUid.slice(STORAGE.length) : '';
  // Structured reports, dose reports, CAD reports: every tree of content items. PS3.3 A.35.
  if (tail.startsWith('88.')) return 'structured-report';
  if (tail === '66.4' || tail === '66.7') return 'segmentation';
  if (tail === '66.1' || tail === '66.3') return 'registration';
  if (tail === '481.3') return 'structure-set';
  if (tail === '481.5' || tail === '481.8') return 'radiotherapy-plan';
  return tail.startsWith('9.') ? 'waveform' : 'other';
}

/** What a series is before any of its instances is here, from its Modality (0008,0060). PS3.3 C.7.3.1.1.1. */
export function objectKindOfModality(modality: string): ObjectKind {
  return KIND_OF_MODALITY[modality] ?? 'other';
}

const KIND_OF_MODALITY: Readonly<Record<string, ObjectKind>> = {
  SR: 'structured-report', KO: 'key-object', PR: 'presentation-state', SEG: 'segmentation', RTSTRUCT: 'structure-set', RTPLAN: 'radiotherapy-plan',
  REG: 'registration', ECG: 'waveform', HD: 'waveform', DOC: 'pdf',
};
