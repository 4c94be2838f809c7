import type { SpacePlace } from '../dicom/volume/space-place.ts';

const PLANES = { axial: '轴位', coronal: '冠状位', sagittal: '矢状位' } as const;
const MODES = { maximum: '最大密度', minimum: '最小密度', mean: '平均' } as const;

/** What a measurement was drawn on, for the paper: 冠状位重建, 矢状位重建（最大密度 10 mm）, 曲面重建. */
export function spacePlaceText(place: SpacePlace): string {
  if (place.kind === 'curve') return '曲面重建';
  const { mode, thicknessMm } = place.slab;
  return `${PLANES[place.plane]}重建${thicknessMm > 0 ? `（${MODES[mode]} ${Number(thicknessMm.toFixed(1))} mm）` : ''}`;
}
