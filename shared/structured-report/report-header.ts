import { itemsOf, personNameOf, textOf, type DataSet } from '../dicom/data-set/data-set.ts';
import { parseDicomDate, parseDicomTime } from '../dicom/values/date-time.ts';
import { displayPersonName } from '../dicom/values/person-name.ts';
import { readableDateTime } from './read-content-tree.ts';

/** What a reader must know of an SR document before its text: how far it is done, and who answers for it. PS3.3 C.17.2. */
export interface ReportHeader {
  /** Completion Flag (0040,A491): COMPLETE, PARTIAL or ''. */
  readonly completion: string;
  /** Verification Flag (0040,A493): VERIFIED, UNVERIFIED or ''. */
  readonly verification: string;
  readonly isPreliminary: boolean;
  /** `YYYY-MM-DD HH:MM:SS`, or ''. */
  readonly writtenAt: string;
  readonly verifiers: readonly { readonly name: string; readonly organization: string; readonly at: string }[];
  readonly authors: readonly string[];
  readonly template: string;
}

export function readReportHeader(dataSet: DataSet): ReportHeader {
  const date = parseDicomDate(textOf(dataSet, 'ContentDate')) ?? '';
  const time = parseDicomTime(textOf(dataSet, 'ContentTime')) ?? '';
  return {
    completion: textOf(dataSet, 'CompletionFlag'),
    verification: textOf(dataSet, 'VerificationFlag'),
    isPreliminary: textOf(dataSet, 'PreliminaryFlag') === 'PRELIMINARY',
    writtenAt: [date, time].filter((part) => part !== '').join(' '),
    verifiers: itemsOf(dataSet, 'VerifyingObserverSequence').map((item) => ({
      name: displayPersonName(personNameOf(item, 'VerifyingObserverName')),
      organization: textOf(item, 'VerifyingOrganization'),
      at: readableDateTime(textOf(item, 'VerificationDateTime')),
    })),
    authors: itemsOf(dataSet, 'AuthorObserverSequence').map((item) => displayPersonName(personNameOf(item, 'PersonName'))).filter((name) => name !== ''),
    template: textOf(itemsOf(dataSet, 'ContentTemplateSequence')[0] ?? {}, 'TemplateIdentifier'),
  };
}
