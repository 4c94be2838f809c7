import { sealPicture, KEY_IMAGE_LIMITS, LOGO_LIMITS } from '#main/documents/seal-picture.ts';
import type { Pictures } from '#main/documents/pictures.ts';
import type { CanonicalReport, ReportPicture } from '#shared/report/canonical-report.ts';
import { UNTURNED } from '#shared/dicom/geometry/orientation-labels.ts';
import type { ReportedAppearance } from '#shared/report/reported-appearance.ts';
import { greyJpeg } from './grey-jpeg.ts';
import { CT_IMAGE, chestStudy, radiologyReport } from './sample-report.ts';

const sealedImages = [90, 91, 92].map((number) => sealPicture(greyJpeg(512, 512, (column, row) => ((column * row + number) % 200) + 20), KEY_IMAGE_LIMITS));
const sealedLogo = sealPicture(greyJpeg(96, 96, (column, row) => (column === row ? 30 : 240)), LOGO_LIMITS);
const named = ({ sha256, widthPx, heightPx }: ReportPicture): ReportPicture => ({ sha256, widthPx, heightPx });

/** All pictures of the report below, by their hash. */
export const samplePictures: Pictures = new Map([...sealedImages, sealedLogo].map(({ sha256, bytes }) => [sha256, bytes]));

const seen = (windowCenter: number, windowWidth: number): ReportedAppearance => ({
  rows: 512, columns: 512, isMonochrome1: false, rescale: { slope: 1, intercept: -1024, isHounsfield: true }, window: { windowCenter, windowWidth, function: 'LINEAR' }, isInverted: false,
  turn: UNTURNED, area: null, spacingMm: { column: 0.7, row: 0.7 }, shutter: null, shapes: [{ kind: 'length', pointsPx: [[100, 100], [120, 100]], words: '① 14.0 mm' }],
});
const APPEARANCES = [seen(-600, 1500), seen(40, 400)];

/** A report with a logo and three key images, one of them without a picture and from a mark that did not say how it was seen. */
export const picturedReport: CanonicalReport = {
  ...radiologyReport,
  reportUid: '2.25.66120398120398120938120398120938120366',
  hospital: { ...radiologyReport.hospital, logo: named(sealedLogo) },
  keyImages: [90, 91, 92].map((instanceNumber, index) => {
    const sealed = sealedImages[index];
    const appearance = APPEARANCES[index];
    return {
      source: {
        sopClassUid: CT_IMAGE, sopInstanceUid: `${chestStudy.studyInstanceUid}.4.${instanceNumber}`, studyInstanceUid: chestStudy.studyInstanceUid,
        seriesInstanceUid: `${chestStudy.studyInstanceUid}.4`, seriesNumber: 4, instanceNumber, frameNumber: 1, numberOfFrames: 1,
      },
      picture: sealed === undefined || index === 2 ? null : named(sealed),
      ...(appearance === undefined ? {} : { appearance }),
    };
  }),
};
