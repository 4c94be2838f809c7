import { sealPicture, KEY_IMAGE_LIMITS, LOGO_LIMITS } from '#main/documents/seal-picture.ts';
import type { Pictures } from '#main/documents/pictures.ts';
import type { CanonicalReport, ReportPicture } from '#shared/report/canonical-report.ts';
import { greyJpeg } from './grey-jpeg.ts';
import { CT_IMAGE, chestStudy, radiologyReport } from './sample-report.ts';

const sealedImages = [90, 91, 92].map((number) => sealPicture(greyJpeg(512, 512, (column, row) => ((column * row + number) % 200) + 20), KEY_IMAGE_LIMITS));
const sealedLogo = sealPicture(greyJpeg(96, 96, (column, row) => (column === row ? 30 : 240)), LOGO_LIMITS);
const named = ({ sha256, widthPx, heightPx }: ReportPicture): ReportPicture => ({ sha256, widthPx, heightPx });

/** All pictures of the report below, by their hash. */
export const samplePictures: Pictures = new Map([...sealedImages, sealedLogo].map(({ sha256, bytes }) => [sha256, bytes]));

/** A report with a logo and three key images, one of them without a picture. */
export const picturedReport: CanonicalReport = {
  ...radiologyReport,
  reportUid: '2.25.66120398120398120938120398120938120366',
  hospital: { ...radiologyReport.hospital, logo: named(sealedLogo) },
  keyImages: [90, 91, 92].map((instanceNumber, index) => {
    const sealed = sealedImages[index];
    return {
      source: {
        sopClassUid: CT_IMAGE, sopInstanceUid: `${chestStudy.studyInstanceUid}.4.${instanceNumber}`, studyInstanceUid: chestStudy.studyInstanceUid,
        seriesInstanceUid: `${chestStudy.studyInstanceUid}.4`, seriesNumber: 4, instanceNumber, frameNumber: 1, numberOfFrames: 1,
      },
      picture: sealed === undefined || index === 2 ? null : named(sealed),
    };
  }),
};
