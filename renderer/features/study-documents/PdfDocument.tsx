import { useEffect, useState } from 'react';
import { bulkPath } from '#shared/contract/request-paths.ts';
import { tagOf } from '#shared/dicom/data-set/attribute.ts';
import { textOf } from '#shared/dicom/data-set/data-set.ts';
import { decodeInlineBinary } from '#shared/dicom/waveform/inline-binary.ts';
import type { StudyObject } from '#renderer/imaging/objects/study-object.ts';
import { useText } from '#renderer/text/use-text.ts';
import { PdfPages } from '#renderer/ui/pdf/PdfPages.tsx';
import styles from './StudyDocument.module.css';

type Fetched = { readonly status: 'held'; readonly bytes: Uint8Array } | { readonly status: 'failed' };

/** A PDF that a hospital filed with the study. PS3.3 A.45.1. */
export function PdfDocument({ object }: { readonly object: StudyObject }) {
  const { t } = useText();
  const [fetched, setFetched] = useState<Fetched>();

  useEffect(() => {
    const abort = new AbortController();
    fetchDocument(object, abort.signal).then(
      (bytes) => {
        if (!abort.signal.aborted) setFetched(bytes === undefined ? { status: 'failed' } : { status: 'held', bytes });
      },
      () => {
        if (!abort.signal.aborted) setFetched({ status: 'failed' });
      },
    );
    return () => abort.abort();
  }, [object]);

  const mediaType = textOf(object.dataSet, 'MIMETypeOfEncapsulatedDocument');
  if (mediaType !== '' && mediaType !== 'application/pdf') return <p className={styles['words']}>{t('study-documents.pdf.other-type', { type: mediaType })}</p>;
  if (fetched === undefined) return <p className={styles['words']}>{t('study-documents.pdf.loading')}</p>;
  if (fetched.status === 'failed') {
    return (
      <p className={styles['words']} role="alert">
        {t('study-documents.pdf.missing')}
      </p>
    );
  }
  return (
    <>
      {textOf(object.dataSet, 'Modality') === 'ECG' ? <p className={styles['words']} data-testid="ecg-pdf">{t('ecg.pdf.not-measurable')}</p> : null}
      <PdfPages
        key={object.sopInstanceUid}
        bytes={fetched.bytes}
        loading={t('study-documents.pdf.loading')}
        cannotShow={t('study-documents.pdf.cannot-show')}
        pageLabel={(number, count) => t('study-documents.pdf.page', { number, count })}
      />
    </>
  );
}

/** @returns undefined when the store has no such value */
async function fetchDocument({ studyId, sopInstanceUid, dataSet }: StudyObject, signal: AbortSignal): Promise<Uint8Array | undefined> {
  const element = dataSet[tagOf('EncapsulatedDocument')];
  if (element?.InlineBinary !== undefined) return decodeInlineBinary(element.InlineBinary);
  if (element?.BulkDataURI === undefined) return undefined;
  const response = await fetch(bulkPath(studyId, sopInstanceUid, element.BulkDataURI), { signal });
  return response.status === 200 ? new Uint8Array(await response.arrayBuffer()) : undefined;
}
