import type { ReportedQuantity, SpacingSource } from './canonical-report.ts';

/** One decimal: a tenth of a millimetre, of a degree and of a Hounsfield unit is finer than a hand measures. */
const DECIMALS = 1;

/**
 * The number as paper and structured report both carry it, with a hyphen for a minus. At most 16 characters, as DS allows (PS3.5 6.2).
 * @throws Error when it is no finite number: such a measurement is a bug
 */
export function roundedQuantity({ value }: ReportedQuantity): string {
  if (!Number.isFinite(value)) throw new Error('a measured value is a finite number');
  const text = value.toFixed(DECIMALS).replace(/^-(0(?:\.0+)?)$/, '$1');
  if (text.length > 16) throw new Error('a measured value is longer than DS allows');
  return text;
}

const PRINTED_UNITS: Readonly<Record<string, string>> = { mm2: 'mm²', deg: '°', "[hnsf'U]": 'HU', '1': '', '{px}': 'px', '{px}2': 'px²' };

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
};

/** Where the millimetres come from, in words that a clinician understands. */
export const SPACING_SOURCE_NAMES: Readonly<Record<SpacingSource, string>> = {
  patient: '患者坐标',
  calibrated: '已标定',
  'detector-plane': '探测器平面',
  'magnification-corrected': '已校正放大率',
  none: '无间距，仅像素',
};
