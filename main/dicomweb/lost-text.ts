import type { DataElement, DataSet } from '#shared/dicom/data-set/data-set.ts';
import { textOf, textsOf } from '#shared/dicom/data-set/data-set.ts';
import type { DicomWebSite } from './dicom-web-site.ts';

const TEXT: ReadonlySet<string> = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT']);

/**
 * True when a search answer went through a character set without Chinese. DICOM JSON is UTF-8 whatever the object is (PS3.18 F.2), so a
 * server that declares anything else has converted the text: Orthanc with its default settings answers `^` for 赵^守田.
 */
export function mayHaveLostText(answer: DataSet): boolean {
  const declared = textsOf(answer, 'SpecificCharacterSet').filter((term) => term !== '');
  return declared.length > 0 && !declared.some((term) => /192|GB|IR 58/i.test(term));
}

/**
 * The search answer for a study or a series with its text (names, descriptions, numbers) as the objects have it, read from the metadata of
 * one of its instances, which no server is known to convert. Two small requests; an answer that has lost nothing is given back as it is.
 * @throws AppError as the requests do
 */
export async function withOwnText(site: DicomWebSite, answer: DataSet, signal: AbortSignal): Promise<DataSet> {
  if (!mayHaveLostText(answer)) return answer;
  const studyInstanceUid = textOf(answer, 'StudyInstanceUID');
  const seriesInstanceUid = textOf(answer, 'SeriesInstanceUID');
  const ofSeries = seriesInstanceUid === '' ? {} : { SeriesInstanceUID: seriesInstanceUid };
  const [instance] = await site.searchForInstances(studyInstanceUid, { ...ofSeries, limit: '1' }, signal);
  if (instance === undefined) return answer;
  const metadata = await site.retrieveInstanceMetadata(studyInstanceUid, textOf(instance, 'SeriesInstanceUID'), textOf(instance, 'SOPInstanceUID'), signal);
  if (metadata === undefined) return answer;
  const own = Object.entries(answer).flatMap(([tag, element]): (readonly [string, DataElement])[] => {
    const found = metadata[tag];
    return TEXT.has(element.vr) && found !== undefined && found.vr === element.vr ? [[tag, found]] : [];
  });
  return { ...answer, ...Object.fromEntries(own), '00080005': { vr: 'CS', Value: ['ISO_IR 192'] } };
}
