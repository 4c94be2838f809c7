import type { ReportedMeasurement, ReportedQuantity, SpacingSource } from './canonical-report.ts';

/** One decimal: a tenth of a millimetre, of a degree and of a Hounsfield unit is finer than a hand measures. */
const DECIMALS = 1;
/** Milliseconds of a second, and uptake values, need more. */
/** A cardiothoracic ratio is read against 0.50. */
const RATIO_DECIMALS = 2;
const DECIMALS_OF: Readonly<Record<string, number>> = { s: 3, 'g/ml{SUVbw}': 2 };

/**
 * The number as paper and structured report both carry it, with a hyphen for a minus. At most 16 characters, as DS allows (PS3.5 6.2).
 * @throws Error when it is no finite number: such a measurement is a bug
 */
export function roundedQuantity({ quantity, value, unit }: ReportedQuantity): string {
  if (!Number.isFinite(value)) throw new Error('a measured value is a finite number');
  const text = value.toFixed(quantity === 'ratio' ? RATIO_DECIMALS : (DECIMALS_OF[unit] ?? DECIMALS)).replace(/^-(0(?:\.0+)?)$/, '$1');
  if (text.length > 16) throw new Error('a measured value is longer than DS allows');
  return text;
}

const PRINTED_UNITS: Readonly<Record<string, string>> = { mm2: 'mm²', deg: '°', "[hnsf'U]": 'HU', '1': '', '{px}': 'px', '{px}2': 'px²', 'g/ml{SUVbw}': 'SUVbw' };

/** For a reader: `15.8 mm`, `−31.0 HU`, `12.5°`. */
export function quantityText(quantity: ReportedQuantity): string {
  const number = roundedQuantity(quantity).replace('-', '−');
  const unit = PRINTED_UNITS[quantity.unit] ?? quantity.unit;
  return unit === '' || unit === '°' ? `${number}${unit}` : `${number} ${unit}`;
}

export const QUANTITY_NAMES: Readonly<Record<ReportedQuantity['quantity'], string>> = {
  length: '长度',
  angle: '角度',
  area: '面积',
  mean: '平均值',
  'standard-deviation': '标准差',
  minimum: '最小值',
  maximum: '最大值',
  time: '时间',
  velocity: '速度',
  frequency: '频率',
  'short-axis': '短径',
  ratio: '比值',
  'heart-width': '心影横径',
  'thorax-width': '胸廓横径',
  femur: '股骨',
  tibia: '胫骨',
  'pixel-value': '像素值',
};

/** `患者坐标`, `校准：用户，已知长度 25.0 mm`. */
export function spacingSourceText({ spacingSource, knownLengthMm }: Pick<ReportedMeasurement, 'spacingSource' | 'knownLengthMm'>): string {
  const name = SPACING_SOURCE_NAMES[spacingSource];
  return knownLengthMm === null ? name : `${name}，已知长度 ${knownLengthMm.toFixed(1)} mm`;
}

/** Where the millimetres come from, in words that a clinician understands. */
export const SPACING_SOURCE_NAMES: Readonly<Record<SpacingSource, string>> = {
  patient: '患者坐标',
  calibrated: '已标定',
  'user-calibrated': '校准：用户',
  'detector-plane': '探测器平面',
  'magnification-corrected': '已校正放大率',
  'ultrasound-axes': '超声区域标尺',
  none: '无间距，仅像素',
};
