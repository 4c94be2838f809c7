/** SOP classes that the program tells apart. PS3.4 B.5. Everything with pixels that is not here is an image. */
export const SOP_CLASS = {
  twelveLeadEcg: '1.2.840.10008.5.1.4.1.1.9.1.1',
  generalEcg: '1.2.840.10008.5.1.4.1.1.9.1.2',
  ambulatoryEcg: '1.2.840.10008.5.1.4.1.1.9.1.3',
  general32BitEcg: '1.2.840.10008.5.1.4.1.1.9.1.4',
  hemodynamicWaveform: '1.2.840.10008.5.1.4.1.1.9.2.1',
  encapsulatedPdf: '1.2.840.10008.5.1.4.1.1.104.1',
  basicTextSr: '1.2.840.10008.5.1.4.1.1.88.11',
  enhancedSr: '1.2.840.10008.5.1.4.1.1.88.22',
  comprehensiveSr: '1.2.840.10008.5.1.4.1.1.88.33',
  comprehensive3dSr: '1.2.840.10008.5.1.4.1.1.88.34',
  keyObjectSelection: '1.2.840.10008.5.1.4.1.1.88.59',
  grayscalePresentationState: '1.2.840.10008.5.1.4.1.1.11.1',
} as const;

const ECG_CLASSES: ReadonlySet<string> = new Set([
  SOP_CLASS.twelveLeadEcg,
  SOP_CLASS.generalEcg,
  SOP_CLASS.ambulatoryEcg,
  SOP_CLASS.general32BitEcg,
  // Some carts file their twelve leads here.
  SOP_CLASS.hemodynamicWaveform,
]);

const DOCUMENT_CLASSES: ReadonlySet<string> = new Set([
  SOP_CLASS.encapsulatedPdf,
  SOP_CLASS.basicTextSr,
  SOP_CLASS.enhancedSr,
  SOP_CLASS.comprehensiveSr,
  SOP_CLASS.comprehensive3dSr,
]);

/** Objects without a picture of their own: presentation states, key objects, registrations, plans, dose reports. */
const OTHER_CLASS = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(11\.|88\.|66($|\.)|67$|9\.|481\.(3|5|8)$|104\.)/;

/** Ultrasound, angiography and fluoroscopy, pictures of several frames that were captured, endoscopy: one object is a run that is played. */
const FILM_CLASS = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(3|3\.1|6|6\.1|7|7\.[1-4]|12\.[123]|12\.[12]\.1|77\.1\.[124](\.1)?)$/;

/** Whether the frames of an object follow each other in time and are read while the rest still comes. */
export function isFilm(sopClassUid: string): boolean {
  return FILM_CLASS.test(sopClassUid);
}

/** What the page does with an instance. */
export function contentOf(sopClassUid: string): 'images' | 'ecg' | 'document' | 'other' {
  if (ECG_CLASSES.has(sopClassUid)) return 'ecg';
  if (DOCUMENT_CLASSES.has(sopClassUid)) return 'document';
  return OTHER_CLASS.test(sopClassUid) ? 'other' : 'images';
}
