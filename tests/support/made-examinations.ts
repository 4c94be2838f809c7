import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePart10 } from '#main/part10/write-part10.ts';
import { buildDataSet, type AttributeValue } from '#shared/dicom/data-set/build-data-set.ts';
import { EXPLICIT_LITTLE_ENDIAN } from './instances.ts';

/** A series of a made examination: phantoms that show what hangs where, no anatomy. */
export interface MadeSeries {
  readonly description: string;
  /** Without one it is a single projection. */
  readonly plane?: 'axial' | 'coronal' | 'sagittal';
  readonly count?: number;
  readonly kernel?: string;
  readonly laterality?: string;
  readonly view?: string;
  /** Where the chest wall of a mammogram lies in the stored image. */
  readonly chestWall?: 'left' | 'right';
  readonly rows?: number;
  readonly columns?: number;
}

export interface MadeExamination {
  readonly patientId: string;
  readonly modality: 'CT' | 'MR' | 'DX' | 'MG' | 'US' | 'XA';
  readonly bodyPart: string;
  readonly description: string;
  /** `YYYYMMDD`. */
  readonly date: string;
  readonly series: readonly MadeSeries[];
}

const SOP_CLASS = { CT: '1.2.840.10008.5.1.4.1.1.2', MR: '1.2.840.10008.5.1.4.1.1.4', DX: '1.2.840.10008.5.1.4.1.1.1.1', MG: '1.2.840.10008.5.1.4.1.1.1.2', US: '1.2.840.10008.5.1.4.1.1.6.1', XA: '1.2.840.10008.5.1.4.1.1.12.1' } as const;
const DIRECTIONS = { axial: [1, 0, 0, 0, 1, 0], coronal: [1, 0, 0, 0, 0, -1], sagittal: [0, 1, 0, 0, 0, -1] } as const;
const NORMALS = { axial: [0, 0, 1], coronal: [0, 1, 0], sagittal: [-1, 0, 0] } as const;
const STEP_MM = 5;

/** One examination of each hanging protocol. */
export const EXAMINATIONS: readonly MadeExamination[] = [
  {
    patientId: 'H01', modality: 'MG', bodyPart: 'BREAST', description: '乳腺钼靶', date: '20261121',
    series: [
      // The right CC is stored with its chest wall at the wrong side, and smaller: it must be mirrored, and brought to the scale of the others.
      { description: 'R CC', laterality: 'R', view: 'CC', chestWall: 'left', rows: 240, columns: 180 }, { description: 'L CC', laterality: 'L', view: 'CC', chestWall: 'left', rows: 300, columns: 200 },
      { description: 'R MLO', laterality: 'R', view: 'MLO', chestWall: 'right', rows: 300, columns: 200 }, { description: 'L MLO', laterality: 'L', view: 'MLO', chestWall: 'left', rows: 240, columns: 180 },
    ],
  },
  { patientId: 'H02', modality: 'MR', bodyPart: 'KNEE', description: '膝关节MR', date: '20261121', series: [{ description: 'localizer', plane: 'sagittal' }, { description: 't1_tse_sag', plane: 'sagittal' }, { description: 'pd_tse_fs_cor', plane: 'coronal' }, { description: 'pd_tse_fs_sag', plane: 'sagittal' }, { description: 'pd_tse_fs_tra', plane: 'axial' }] },
  { patientId: 'H03', modality: 'MR', bodyPart: 'LSPINE', description: '腰椎MR', date: '20261121', series: [{ description: '定位像', plane: 'coronal' }, { description: 'T2 矢状', plane: 'sagittal' }, { description: 'T1 矢状', plane: 'sagittal' }, { description: 'STIR 矢状', plane: 'sagittal' }, { description: 'T2 轴位', plane: 'axial' }] },
  {
    patientId: 'H04', modality: 'MR', bodyPart: 'BRAIN', description: '颅脑MR', date: '20261121',
    series: [{ description: '3-Plane Loc', plane: 'sagittal' }, { description: 'Ax T1', plane: 'axial' }, { description: 'Ax T2', plane: 'axial' }, { description: 'Ax T2 FLAIR', plane: 'axial' }, { description: 'DWI b1000', plane: 'axial' }, { description: 'ADC', plane: 'axial' }, { description: 'Sag T1+C', plane: 'sagittal' }],
  },
  { patientId: 'H05', modality: 'CT', bodyPart: 'ABDOMEN', description: '上腹部平扫+增强', date: '20261121', series: [{ description: '定位像', plane: 'coronal', count: 1 }, { description: 'PS 5mm', plane: 'axial' }, { description: 'DMQ 5mm', plane: 'axial' }, { description: 'MMQ 5mm', plane: 'axial' }, { description: 'YCQ 5mm', plane: 'axial' }, { description: '冠状位重建', plane: 'coronal' }] },
  { patientId: 'H06', modality: 'CT', bodyPart: 'CHEST', description: '胸部平扫', date: '20261121', series: [{ description: '肺窗 1mm', plane: 'axial', kernel: 'B70f', count: 20 }, { description: '纵隔窗 5mm', plane: 'axial', kernel: 'B31f' }, { description: '冠状位', plane: 'coronal', kernel: 'B31f' }] },
  { patientId: 'H07', modality: 'DX', bodyPart: 'KNEE', description: '左膝正侧位', date: '20261121', series: [{ description: '侧位', laterality: 'L', view: 'LAT' }, { description: '正位', laterality: 'L', view: 'AP' }] },
  { patientId: 'H08', modality: 'DX', bodyPart: 'CHEST', description: '胸部正位', date: '20261121', series: [{ description: '胸部正位', view: 'PA', rows: 300, columns: 260 }] },
  { patientId: 'H08', modality: 'DX', bodyPart: 'CHEST', description: '胸部正位', date: '20260301', series: [{ description: '胸部正位', view: 'PA', rows: 300, columns: 260 }] },
  { patientId: 'H09', modality: 'CT', bodyPart: 'HEAD', description: '头颅平扫', date: '20261121', series: [{ description: '定位像', plane: 'sagittal', count: 1 }, { description: '脑组织 5mm', plane: 'axial', kernel: 'H31s' }, { description: '骨窗 1mm', plane: 'axial', kernel: 'H70h', count: 12 }] },
  { patientId: 'H10', modality: 'CT', bodyPart: 'CHEST', description: '胸部增强', date: '20261121', series: [{ description: '平扫 5mm', plane: 'axial', kernel: 'B31f' }, { description: '动脉期 5mm', plane: 'axial', kernel: 'B31f' }, { description: '静脉期 5mm', plane: 'axial', kernel: 'B31f' }, { description: '肺窗 1mm', plane: 'axial', kernel: 'B70f' }] },
  { patientId: 'H11', modality: 'US', bodyPart: 'ABDOMEN', description: '肝胆胰脾彩超', date: '20261121', series: [{ description: '肝左叶' }, { description: '胆囊' }, { description: '胰腺' }, { description: '脾' }] },
  { patientId: 'H12', modality: 'XA', bodyPart: 'HEART', description: '冠状动脉造影', date: '20261121', series: [{ description: 'LCA RAO' }, { description: 'RCA LAO' }] },
];

/** Writes examinations as Part 10 files. @returns how many files */
export function writeExaminations(folder: string, examinations: readonly MadeExamination[] = EXAMINATIONS): number {
  mkdirSync(folder, { recursive: true });
  let written = 0;
  for (const [place, examination] of examinations.entries()) {
    for (const [number, series] of examination.series.entries()) {
      const count = series.count ?? (series.plane === undefined ? 1 : 8);
      for (let index = 0; index < count; index += 1) {
        writeFileSync(join(folder, `${place}-${number}-${index}.dcm`), instanceOf(examination, series, { study: place, series: number, index, count }));
        written += 1;
      }
    }
  }
  return written;
}

interface Place {
  readonly study: number;
  readonly series: number;
  readonly index: number;
  readonly count: number;
}

function instanceOf({ patientId, modality, bodyPart, description, date }: MadeExamination, series: MadeSeries, place: Place): Uint8Array {
  const { rows = 128, columns = 128, plane, chestWall } = series;
  const study = `1.2.3.50.${place.study}`;
  const towardsFront = chestWall === undefined ? undefined : chestWall === 'left' ? 'A' : 'P';
  const at = (axis: 0 | 1 | 2) => (plane === undefined ? 0 : -64 * (DIRECTIONS[plane][axis] + DIRECTIONS[plane][axis + 3]!) + NORMALS[plane][axis] * (place.index - place.count / 2) * STEP_MM);
  const attributes: { [keyword: string]: AttributeValue } = {
    SOPClassUID: SOP_CLASS[modality], SOPInstanceUID: `${study}.${place.series + 1}.${place.index + 1}`, StudyInstanceUID: study, SeriesInstanceUID: `${study}.${place.series + 1}`,
    SpecificCharacterSet: 'ISO_IR 192', Modality: modality, PatientName: { alphabetic: `Test^${patientId}`, ideographic: '', phonetic: '' }, PatientID: patientId, PatientSex: 'F', PatientBirthDate: '19700101',
    StudyDate: date, StudyTime: '080000', StudyDescription: description, SeriesDescription: series.description, SeriesNumber: place.series + 1, InstanceNumber: place.index + 1, BodyPartExamined: bodyPart,
    AccessionNumber: `${patientId}-${place.study}`, Rows: rows, Columns: columns, BitsAllocated: 16, BitsStored: 16, HighBit: 15, PixelRepresentation: 0, SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2',
    ImageType: ['ORIGINAL', 'PRIMARY', plane === undefined ? '' : 'AXIAL'],
    ...(plane === undefined
      ? { ImagerPixelSpacing: [0.5, 0.5], ...(series.view === undefined ? {} : { ViewPosition: series.view }), ...(series.laterality === undefined ? {} : { ImageLaterality: series.laterality }), PatientOrientation: [towardsFront ?? 'L', 'F'] }
      : { ImageOrientationPatient: [...DIRECTIONS[plane]], ImagePositionPatient: [at(0), at(1), at(2)], PixelSpacing: [1, 1], SliceThickness: STEP_MM, FrameOfReferenceUID: `${study}.9` }),
    ...(modality === 'CT' ? { RescaleSlope: 1, RescaleIntercept: -1024, ConvolutionKernel: series.kernel ?? 'B30f' } : {}),
  };
  return writePart10(buildDataSet(attributes), { transferSyntaxUid: EXPLICIT_LITTLE_ENDIAN, frames: [pixels(series, place, modality === 'CT' ? 1024 : 0, rows, columns)] });
}

/** A disc that grows and shrinks along the stack; a mammogram is half an ellipse at its wall. */
function pixels({ chestWall }: MadeSeries, { series, index, count }: Place, zero: number, rows: number, columns: number): Uint8Array {
  const values = new Uint16Array(rows * columns);
  const radius = columns * 0.42 * (0.5 + 0.5 * Math.sin((Math.PI * (index + 1)) / (count + 1)));
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const fromWall = chestWall === 'right' ? columns - 1 - column : column;
      const texture = 30 * Math.sin(column / 5 + series) * Math.cos(row / 6);
      const isIn = chestWall === undefined ? Math.hypot(column - columns / 2, row - rows / 2) < radius : (fromWall / (columns * 0.75)) ** 2 + ((row - rows / 2) / (rows * 0.42)) ** 2 < 1;
      values[row * columns + column] = isIn ? zero + 60 + texture : zero === 0 ? 0 : 24;
    }
  }
  return new Uint8Array(values.buffer);
}
