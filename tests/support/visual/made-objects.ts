import { readFileSync } from 'node:fs';
import { buildDataSet, codeItem } from '#shared/dicom/data-set/build-data-set.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { makeSigningPackage } from '#main/documents/signing-package.ts';
import { createDemoAuthority } from '#main/signing/demo-authority.ts';
import { openPkcs12 } from '#main/signing/pkcs12.ts';
import { raw, text, unsignedShort, write } from '../build-part10.ts';
import { encodeGb18030 } from '../encode-chinese.ts';
import { testAssets } from '../report-kit.ts';
import { radiologyReport } from '../sample-report.ts';
import { madeImage } from '../viewer-harness/made-instances.ts';
import type { ServedInstance } from '../viewer-harness/serve-viewer.ts';

type Attributes = Parameters<typeof buildDataSet>[0];

const STUDY = '1.2.71';
const SIZE = 256;
const IMAGE = `${STUDY}.1.1`;

function madeObject(series: number, attributes: Attributes, more: DataSet = {}): ServedInstance {
  const seriesInstanceUid = `${STUDY}.${series}`;
  const sopInstanceUid = `${seriesInstanceUid}.1`;
  return {
    sopInstanceUid, seriesInstanceUid, transferSyntaxUid: '1.2.840.10008.1.2.1', frames: [], bulkData: [],
    metadata: { ...buildDataSet({ SOPInstanceUID: sopInstanceUid, SeriesInstanceUID: seriesInstanceUid, StudyInstanceUID: STUDY, SeriesNumber: series, InstanceNumber: 1, ...attributes }), ...more },
  };
}

function presentation(series: number, description: string, attributes: Attributes, more: DataSet = {}): ServedInstance {
  return madeObject(series, {
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.11.1', Modality: 'PR', ContentLabel: 'PR', ContentDescription: description, ContentCreatorName: { alphabetic: '', ideographic: '王^敏', phonetic: '' },
    ReferencedSeriesSequence: [buildDataSet({ SeriesInstanceUID: `${STUDY}.1`, ReferencedImageSequence: [buildDataSet({ ReferencedSOPInstanceUID: IMAGE })] })],
    SoftcopyVOILUTSequence: [buildDataSet({ WindowCenter: 128, WindowWidth: 256 })],
    ...attributes,
  }, more);
}

const graphic = (GraphicType: string, GraphicData: readonly number[], filled: 'Y' | 'N' = 'N') =>
  buildDataSet({ GraphicAnnotationUnits: 'PIXEL', GraphicData: [...GraphicData], GraphicType, ...(GraphicType === 'POINT' ? {} : { GraphicFilled: filled }) });

/** A bit is one where the shutter hides: outside of a diamond. */
function bitmap(): Uint8Array {
  const bytes = new Uint8Array((SIZE * SIZE) / 8);
  for (let index = 0; index < SIZE * SIZE; index += 1) {
    const [column, row] = [index % SIZE, Math.floor(index / SIZE)];
    if (Math.abs(column - 127.5) + Math.abs(row - 127.5) > 100) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (1 << (index & 7));
  }
  return bytes;
}

const OVERLAY: DataSet = {
  '60000010': { vr: 'US', Value: [SIZE] }, '60000011': { vr: 'US', Value: [SIZE] }, '60000040': { vr: 'CS', Value: ['G'] }, '60000050': { vr: 'SS', Value: [1, 1] },
  '60000100': { vr: 'US', Value: [1] }, '60000102': { vr: 'US', Value: [0] }, '60003000': { vr: 'OB', InlineBinary: Buffer.from(bitmap()).toString('base64') },
};

const shape = (GraphicType: string, GraphicData: readonly number[], words: string) => buildDataSet({
  ValueType: 'NUM', RelationshipType: 'CONTAINS', ConceptNameCodeSequence: [codeItem({ value: '121206', scheme: 'DCM', meaning: words })],
  MeasuredValueSequence: [buildDataSet({ NumericValue: '40', MeasurementUnitsCodeSequence: [codeItem({ value: 'mm', scheme: 'UCUM', meaning: 'mm' })] })],
  ContentSequence: [buildDataSet({
    ValueType: 'SCOORD', RelationshipType: 'INFERRED FROM', GraphicType, GraphicData: [...GraphicData],
    ContentSequence: [buildDataSet({ ValueType: 'IMAGE', RelationshipType: 'SELECTED FROM', ReferencedSOPSequence: [buildDataSet({ ReferencedSOPClassUID: '1.2.840.10008.5.1.4.1.1.2', ReferencedSOPInstanceUID: IMAGE })] })],
  })],
});

/**
 * One image with crosses at every 32 pixels, three presentation states (graphics and texts; a shutter of bits; a circular shutter with an area, turned)
 * and a structured report with a graphic of each kind: where each line belongs can be read off the crosses.
 */
export function presentedStudy(): readonly ServedInstance[] {
  const isCross = (column: number, row: number) => (column % 32 === 0 && (row + 4) % 32 <= 8) || (row % 32 === 0 && (column + 4) % 32 <= 8);
  const image = madeImage({
    sopInstanceUid: IMAGE, seriesInstanceUid: `${STUDY}.1`, studyInstanceUid: STUDY, rows: SIZE, columns: SIZE,
    value: (column, row) => (isCross(column, row) ? 230 : 30 + (column + row) / 4),
    attributes: { SeriesNumber: 1, InstanceNumber: 1, SeriesDescription: 'crosses at 32', PixelSpacing: [1, 1], ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ImagePositionPatient: [0, 0, 0] },
  });
  const graphics = presentation(2, '会诊意见', {
    GraphicLayerSequence: [
      buildDataSet({ GraphicLayer: 'FINDING', GraphicLayerOrder: 1, GraphicLayerRecommendedDisplayCIELabValue: [45_000, 48_000, 50_000] }),
      buildDataSet({ GraphicLayer: 'NOTE', GraphicLayerOrder: 2, GraphicLayerRecommendedDisplayGrayscaleValue: 65_535 }),
    ],
    GraphicAnnotationSequence: [
      buildDataSet({
        GraphicLayer: 'FINDING', ReferencedImageSequence: [buildDataSet({ ReferencedSOPInstanceUID: IMAGE })],
        GraphicObjectSequence: [
          graphic('POLYLINE', [32, 32, 96, 32, 96, 64]), graphic('POLYLINE', [128, 32, 160, 32, 160, 64, 128, 64, 128, 32], 'Y'),
          graphic('CIRCLE', [64, 128, 96, 128]), graphic('ELLIPSE', [128, 128, 224, 128, 176, 112, 176, 144]), graphic('POINT', [192, 64]),
          graphic('INTERPOLATED', [32, 192, 64, 176, 96, 208, 128, 192]),
        ],
      }),
      buildDataSet({
        GraphicLayer: 'NOTE', ReferencedImageSequence: [buildDataSet({ ReferencedSOPInstanceUID: IMAGE })],
        TextObjectSequence: [
          buildDataSet({ UnformattedTextValue: '右上肺结节\r\n建议随访', AnchorPoint: [96, 64], AnchorPointVisibility: 'Y', AnchorPointAnnotationUnits: 'PIXEL' }),
          buildDataSet({
            UnformattedTextValue: 'centred in its box', BoundingBoxTopLeftHandCorner: [160, 192], BoundingBoxBottomRightHandCorner: [252, 216],
            BoundingBoxAnnotationUnits: 'PIXEL', BoundingBoxTextHorizontalJustification: 'CENTER',
          }),
          buildDataSet({ UnformattedTextValue: 'display 0.05 0.95', BoundingBoxTopLeftHandCorner: [0.05, 0.93], BoundingBoxBottomRightHandCorner: [0.5, 0.98], BoundingBoxAnnotationUnits: 'DISPLAY', BoundingBoxTextHorizontalJustification: 'LEFT' }),
        ],
      }),
    ],
  });
  const shutterOfBits = presentation(3, '位图遮罩', { ShutterShape: 'BITMAP', ShutterOverlayGroup: 0x6000, ShutterPresentationValue: 0x3000 }, OVERLAY);
  const circleAndArea = presentation(4, '圆形遮罩', {
    ShutterShape: 'CIRCULAR', CenterOfCircularShutter: [129, 129], RadiusOfCircularShutter: 80, ShutterPresentationValue: 0, ImageRotation: 90, ImageHorizontalFlip: 'Y',
    PresentationLUTShape: 'INVERSE',
    DisplayedAreaSelectionSequence: [buildDataSet({ DisplayedAreaTopLeftHandCorner: [33, 33], DisplayedAreaBottomRightHandCorner: [224, 224], PresentationSizeMode: 'SCALE TO FIT' })],
  });
  const report = madeObject(5, {
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.33', Modality: 'SR', ValueType: 'CONTAINER', CompletionFlag: 'COMPLETE',
    ConceptNameCodeSequence: [codeItem({ value: '126000', scheme: 'DCM', meaning: 'Imaging Measurement Report' })],
    CurrentRequestedProcedureEvidenceSequence: [buildDataSet({
      StudyInstanceUID: STUDY, ReferencedSeriesSequence: [buildDataSet({ SeriesInstanceUID: `${STUDY}.1`, ReferencedSOPSequence: [buildDataSet({ ReferencedSOPInstanceUID: IMAGE })] })],
    })],
    ContentSequence: [
      shape('POLYLINE', [32, 32, 96, 32], 'Line'), shape('CIRCLE', [64, 128, 96, 128], 'Circle'), shape('ELLIPSE', [128, 128, 224, 128, 176, 112, 176, 144], 'Ellipse'),
      shape('POINT', [192, 64], 'Point'), shape('MULTIPOINT', [32, 224, 64, 224, 96, 224], 'Points'),
    ],
  });
  return [image, graphics, shutterOfBits, circleAndArea, report];
}

/** H.264 in MP4, as an endoscope sends it. */
export function videoStudy(): readonly ServedInstance[] {
  const bytes = new Uint8Array(readFileSync(new URL('../../fixtures/video/moving-pattern.mp4', import.meta.url)));
  const made = madeObject(1, {
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.77.1.1.1', Modality: 'ES', Rows: 48, Columns: 64, NumberOfFrames: 6, BitsAllocated: 8, BitsStored: 8, HighBit: 7, PixelRepresentation: 0,
    SamplesPerPixel: 3, PhotometricInterpretation: 'YBR_PARTIAL_420', AvailableTransferSyntaxUID: '1.2.840.10008.1.2.4.102',
  });
  return [{ ...made, transferSyntaxUid: '1.2.840.10008.1.2.4.102', frames: [bytes] }];
}

/** A signed paper of this program, of an invented patient. */
export async function makePaper(): Promise<Uint8Array> {
  // The day on which the invented report was signed, with a certificate of the day before.
  const now = new Date(radiologyReport.signedAt);
  const [signer] = (await createDemoAuthority(new Date(now.getTime() - 86_400_000))).signers;
  if (signer === undefined) throw new Error('the demo has no physician');
  return (await makeSigningPackage(radiologyReport, openPkcs12(signer.pkcs12, signer.demoPin ?? ''), testAssets(), now)).pdf;
}

/** The paper as another hospital sends it: an Encapsulated PDF. */
export function paperStudy(pdf: Uint8Array): readonly ServedInstance[] {
  const made = madeObject(1, { SOPClassUID: '1.2.840.10008.5.1.4.1.1.104.1', Modality: 'DOC', DocumentTitle: '外院报告', MIMETypeOfEncapsulatedDocument: 'application/pdf' }, { '00420011': { vr: 'OB', BulkDataURI: '00420011' } });
  return [{ ...made, bulkData: [{ elementPath: '00420011', bytes: pdf }] }];
}

/** GB 18030 under ISO_IR 100, as many a modality sends it. */
export function mislabelledFile(): Uint8Array {
  const even = (bytes: Uint8Array) => (bytes.length % 2 === 0 ? bytes : Uint8Array.of(...bytes, 0x20));
  return write([
    text(0x00080005, 'CS', 'ISO_IR 100'), text(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'), text(0x00080018, 'UI', '1.2.72.1.1'), text(0x00080020, 'DA', '20261120'),
    text(0x00080060, 'CS', 'CT'), raw(0x00081030, 'LO', even(encodeGb18030('胸部CT平扫'))), raw(0x00100010, 'PN', even(encodeGb18030('赵^守田'))), text(0x00100020, 'LO', 'M1'),
    text(0x0020000d, 'UI', '1.2.72'), text(0x0020000e, 'UI', '1.2.72.1'),
    unsignedShort(0x00280002, 1), text(0x00280004, 'CS', 'MONOCHROME2'), unsignedShort(0x00280010, 4), unsignedShort(0x00280011, 4), unsignedShort(0x00280100, 8), unsignedShort(0x00280101, 8), unsignedShort(0x00280102, 7), unsignedShort(0x00280103, 0),
    raw(0x7fe00010, 'OB', new Uint8Array(16)),
  ], 'explicit');
}
