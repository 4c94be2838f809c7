import { cross, type Vector3 } from '../../dicom/geometry/vector3.ts';
import type { DescribedSeries } from '../../dicom/image/described-series.ts';
import type { Reading, SeriesPlane } from './series-class.ts';
import { says, seriesText, whole, word } from './series-text.ts';

/** Modalities whose pictures are slices. All others are projections, or turn with the hand that holds the probe. */
const SLICE_MODALITIES = new Set(['CT', 'MR', 'PT', 'NM', '']);

/** A tilted disc or a brain along its commissures is axial still; a shoulder along its tendon is oblique. The band between 35 and 40 is halved. */
const MOST_TILT_DEGREES = 37.5;

const THREE_PLANES = [/(?<![a-z0-9])(?:3|three|tri)[\s_-]*(?:pl|plane|planes|planar)(?![a-z])/, /[三3]\s?(?:平面|方位)/u];
const OBLIQUE = [word('obl', 'oblq', 'oblique', 'paraxial'), /(?<![倾歪])斜(?!坡|角|视|疝|方肌|颈|裂|肌)/u, word('para[\\s_-]?(?:cor(?:onal)?|tra|ax(?:ial)?)'), word('xie ?guan(?: ?zhuang)?', 'xie ?shi(?: ?zhuang)?', 'xie ?zhou')];
const HEART_AXES = [
  // A coil of 32 channels is no view of two chambers.
  word('sax', 'lax', '(?<!\\d)[234][\\s-]?ch(?! ?(?:coil|head|body|knee|spine|flex))', '(?<!\\d)[234][\\s-]?chamber', 'vla', 'hla', 'lvot', 'rvot', 'short[\\s-]axis', 'long[\\s-]axis'),
  /[短长]轴|[二两三四234]\s?腔/u,
];
/** `SA` is the short axis only beside what is done to hearts. */
const SHORT_AXIS = word('sa');
const HEART = [word('cine', 'lge', 'psir', 'fiesta', 'trufi', 'tf2d', 'blood', 'molli', 'perfusion', '(?:t[12] ?)?mapping', 't[12] ?map', 'card(?:iac)?', 'heart'), /心|电影|首过/u];

const AXIAL = [
  word('o?ax', 'o?axi', 'axl', 'axials?(?! ?mode)', 'tra', 'trans', 'transv', 'transvers(?:e|al)', 'transax(?:ial)?', 'tranverse', 'axail', 'aixal', 'horizontal', 'zhou ?(?:wei|zhuang)', 'heng ?duan ?(?:wei|mian)?', 'heng ?zhou ?(?:wei)?'),
  /横[断段轴切位]|轴[位面状]|水平[位面]|(?<![短长中枢电])轴(?![位面状扫线突椎索性])/u,
];
const CORONAL = [word('o?cor(?! ?(?:cta|ad ?seq|ca|angio|pulmonale|bypass))', 'coron', 'coron[ao]ls?', 'coranal', 'cornal', 'coro', 'guan ?zhuang ?(?:wei|mian)?(?! ?dong ?mai)'), /(?<![新牙瓷桩套])冠(?!状?动脉|状[窦缝沟]|状韧带|状病毒|脉|心|周|突|修复)|额状/u];
const SAGITTAL = [word('o?sag', 'o?sagg?it+als?', 'sagi', 'shi ?zhuang ?(?:wei|mian)?'), /矢(?!状[窦缝])/u];
/** A gated heart is named by its artery and its moment: `Cor 0.75 Bv40 75%`. */
const GATED = /(?<!asi ?r[\s_-]?v?[\s_-]?)(?<!\d)\d{2}\s?%|(?<![a-z])best\s?(?:dia|sys)/;

/** What says each plane. */
export const PLANE_WORDS: Readonly<Record<Exclude<SeriesPlane, 'unknown'>, readonly RegExp[]>> = {
  axial: [...AXIAL, whole('横')],
  coronal: [...CORONAL, whole('冠')],
  sagittal: SAGITTAL,
  oblique: [...OBLIQUE, ...HEART_AXES, SHORT_AXIS],
};

const REFORMAT = word('mpr', 'mip', 'min ?ip', 'cpr', 'reformat(?:ted)?', 'rfmt', 'vrt?');

/** In which plane the slices lie. The orientation of the images beats every word; without it only words count. */
export function readPlane(series: DescribedSeries): Reading<SeriesPlane> {
  if (!SLICE_MODALITIES.has(series.modality)) return { value: 'unknown', source: 'modality' };
  const description = seriesText(series.seriesDescription);
  if (says(description, ...THREE_PLANES)) return { value: 'unknown', source: 'description' };
  const measured = planeOfOrientation(series.imageOrientationPatient);
  if (measured !== undefined) return { value: measured, source: 'orientation' };
  const named = planeOfText(description);
  if (named !== undefined) return { value: named, source: 'description' };
  // A reformat lies where it was turned to; the protocol names the plane it was made from.
  if (says(description, REFORMAT)) return { value: 'unknown', source: 'nothing' };
  const planned = planeOfText(seriesText(series.protocolName ?? ''));
  return planned === undefined ? { value: 'unknown', source: 'nothing' } : { value: planned, source: 'protocol' };
}

/** @returns undefined when there are no two directions at right angles to each other, roughly */
function planeOfOrientation(cosines: readonly number[] | undefined): SeriesPlane | undefined {
  if (cosines?.length !== 6 || cosines.some((cosine) => !Number.isFinite(cosine))) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = cosines;
  const row: Vector3 = [a, b, c];
  const column: Vector3 = [d, e, f];
  const [x, y, z] = cross(row, column).map(Math.abs) as [number, number, number];
  const length = Math.hypot(x, y, z);
  if (length < 0.5) return undefined;
  const largest = Math.max(x, y, z);
  if (Math.acos(Math.min(1, largest / length)) > (MOST_TILT_DEGREES * Math.PI) / 180) return 'oblique';
  return largest === z ? 'axial' : largest === y ? 'coronal' : 'sagittal';
}

/** @returns undefined when the text names no plane, `unknown` when it names several */
function planeOfText(text: string): SeriesPlane | undefined {
  if (says(text, ...THREE_PLANES)) return 'unknown';
  if (says(text, ...OBLIQUE, ...HEART_AXES) || (says(text, SHORT_AXIS) && says(text, ...HEART))) return 'oblique';
  // What a reformat is called after stands last: `t1_mprage_sag_MPR_tra`.
  const reformat = /(?<![a-z])(?:mpr|mip|min ?ip|reformat|rfmt|重建|重组)[\s_:=-]*(\D*)$/u.exec(text)?.[1];
  const reformed = reformat === undefined ? [] : planesIn(reformat);
  const named = reformed.length === 1 ? reformed : planesIn(text);
  return named.length > 1 ? 'unknown' : named[0];
}

function planesIn(text: string): readonly SeriesPlane[] {
  const named: SeriesPlane[] = [];
  if (says(text, ...PLANE_WORDS.axial)) named.push('axial');
  if (says(text, ...PLANE_WORDS.coronal) && !(GATED.test(text) && !/冠状[位面]|coronal/u.test(text))) named.push('coronal');
  if (says(text, ...SAGITTAL)) named.push('sagittal');
  return named;
}
