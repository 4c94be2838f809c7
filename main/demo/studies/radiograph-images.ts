import { buildDataSet, codeItem } from '#shared/dicom/data-set/build-data-set.ts';
import { exposeRadiograph, type ChestProjection, type RadiographOptions } from '../phantoms/radiograph.ts';
import { equipmentElements } from './equipment-attributes.ts';
import { decimal, toTwelveBits, type GeneratedImage } from './image-instance.ts';
import type { SeriesHeader } from './study-headers.ts';

const DX_FOR_PRESENTATION = '1.2.840.10008.5.1.4.1.1.1.1';
const CR_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.1';

/** A digital radiograph of a schoolchild, bright bones, spacing only at the detector. PS3.3 C.8.11 */
export function digitalRadiograph(projection: ChestProjection, series: SeriesHeader, divisor: number, seed: string): GeneratedImage {
  const options: RadiographOptions = {
    columns: Math.round(2000 / divisor), rows: Math.round(1840 / divisor), detectorSpacingMm: 0.125 * divisor, scaleX: 0.68, scaleZ: 0.7, topZ: 119, noise: 0.045, seed, marker: true,
  };
  const exposed = exposeRadiograph(projection, options);
  return {
    series,
    instanceNumber: 1,
    sopClassUid: DX_FOR_PRESENTATION,
    columns: options.columns,
    rows: options.rows,
    bitsStored: 12,
    pixels: toTwelveBits(exposed, 4),
    attributes: {
      ...buildDataSet({
        ImageType: ['ORIGINAL', 'PRIMARY', ''],
        AcquisitionDate: series.moment.date,
        AcquisitionTime: series.moment.time,
        ImageLaterality: 'U',
        PatientOrientation: ['L', 'F'],
        ViewPosition: 'PA',
        KVP: 90,
        ExposureTime: 8,
        XRayTubeCurrent: 200,
        ImagerPixelSpacing: [decimal(options.detectorSpacingMm), decimal(options.detectorSpacingMm)],
        AcquisitionContextSequence: [],
        RescaleIntercept: 0,
        RescaleSlope: 1,
        RescaleType: 'US',
        WindowCenter: [2000, 2000],
        WindowWidth: [4000, 2800],
        WindowCenterWidthExplanation: ['标准', '加强'],
        BurnedInAnnotation: 'NO',
        LossyImageCompression: '00',
        PixelAspectRatio: undefined,
      }),
      ...equipmentElements({
        PresentationIntentType: 'FOR PRESENTATION',
        AnatomicRegionSequence: [codeItem({ value: '43799004', scheme: 'SCT', meaning: 'Thoracic cavity' })],
        ViewCodeSequence: [codeItem({ value: '399348003', scheme: 'SCT', meaning: 'postero-anterior' })],
        DistanceSourceToDetector: 1800, DistanceSourceToPatient: 1650, Exposure: 2, Grid: 'NONE', DetectorType: 'DIRECT', DetectorID: 'DY3000-118', PositionerType: 'NONE',
        PixelIntensityRelationship: 'LOG', PixelIntensityRelationshipSign: -1, PresentationLUTShape: 'IDENTITY',
      }),
    },
  };
}

/** A bedside radiograph from an imaging plate, bright air (MONOCHROME1). PS3.3 C.8.1 */
export function computedRadiograph(projection: ChestProjection, series: SeriesHeader, divisor: number, seed: string): GeneratedImage {
  const options: RadiographOptions = {
    columns: Math.round(2400 / divisor), rows: Math.round(2000 / divisor), detectorSpacingMm: 0.16 * divisor, scaleX: 1, scaleZ: 0.97, topZ: 116, noise: 0.07, seed, marker: true,
  };
  const exposed = exposeRadiograph(projection, options);
  return {
    series,
    instanceNumber: 1,
    sopClassUid: CR_IMAGE_STORAGE,
    columns: options.columns,
    rows: options.rows,
    bitsStored: 12,
    photometricInterpretation: 'MONOCHROME1',
    pixels: toTwelveBits(exposed, 4).map((value) => 4095 - value),
    attributes: {
      ...buildDataSet({
        ImageType: ['ORIGINAL', 'PRIMARY'],
        AcquisitionDate: series.moment.date,
        AcquisitionTime: series.moment.time,
        PatientOrientation: ['L', 'F'],
        ViewPosition: 'AP',
        KVP: 75,
        ExposureTime: 20,
        XRayTubeCurrent: 160,
        ImagerPixelSpacing: [decimal(options.detectorSpacingMm), decimal(options.detectorSpacingMm)],
        WindowCenter: 2100,
        WindowWidth: 3800,
        BurnedInAnnotation: 'NO',
        LossyImageCompression: '00',
      }),
      ...equipmentElements({ DistanceSourceToDetector: 1000, Exposure: 3, PlateType: 'ST-VI' }),
    },
  };
}
