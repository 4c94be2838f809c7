import { X } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { textOf } from '#shared/dicom/data-set/data-set.ts';
import type { StudyObject } from '#renderer/imaging/objects/study-object.ts';
import { Note } from '#renderer/ui/Note.tsx';
import { useText } from '#renderer/text/use-text.ts';
import type { ReferenceDesk } from './document-reference.ts';
import { PdfDocument } from './PdfDocument.tsx';
import { StructuredReport } from './StructuredReport.tsx';
import styles from './StudyDocument.module.css';

export interface StudyDocumentProps {
  /** The objects of one series; undefined while they are on their way. */
  readonly objects: readonly StudyObject[] | undefined;
  /** What the series is called. */
  readonly name: string;
  readonly deskOf: (object: StudyObject) => ReferenceDesk;
  /** True for a report of ours that was taken back. */
  readonly isWithdrawn?: (sopInstanceUid: string) => boolean;
  readonly onClose: () => void;
}

/** Keys that move a document on: they are not the pictures' while the document has the focus. */
const OWN_KEYS: ReadonlySet<string> = new Set(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', ' ']);

/** A document of the study, read beside the pictures. Escape closes it. Another series needs another `key`: it takes the focus anew. */
export function StudyDocument({ objects, name, deskOf, isWithdrawn, onClose }: StudyDocumentProps) {
  const { t } = useText();
  const page = useRef<HTMLDivElement>(null);
  useEffect(() => page.current?.focus(), []);

  function onKeyDown(event: KeyboardEvent): void {
    if (OWN_KEYS.has(event.key)) event.stopPropagation();
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClose();
  }
  return (
    <section className={styles['document']} aria-label={name} onKeyDown={onKeyDown} data-testid="study-document">
      <header className={styles['head']}>
        <h2>{name}</h2>
        <button type="button" className={styles['close']} aria-label={t('study-documents.close')} title={t('study-documents.close')} onClick={onClose}>
          <X size={17} aria-hidden="true" />
        </button>
      </header>
      <div ref={page} className={styles['page']} tabIndex={0} role="document">
        {objects === undefined || objects.length === 0 ? <p className={styles['words']}>{t('study-documents.waiting')}</p> : null}
        {(objects ?? []).some(({ sopInstanceUid }) => isWithdrawn?.(sopInstanceUid) === true) ? (
          <div data-testid="withdrawn-document">
            <Note tone="block">{t('versions.withdrawn.document')}</Note>
          </div>
        ) : null}
        {(objects ?? []).map((object, index) => (
          // eslint-disable-next-line react/no-array-index-key -- objects of a series keep their order
          <ObjectView key={`${object.sopInstanceUid}/${index}`} object={object} desk={deskOf(object)} />
        ))}
      </div>
    </section>
  );
}

function ObjectView({ object, desk }: { readonly object: StudyObject; readonly desk: ReferenceDesk }) {
  const { t } = useText();
  const { content, dataSet, sopClassUid } = object;
  if (content.kind === 'structured-report' || content.kind === 'key-object') return <StructuredReport dataSet={dataSet} desk={desk} />;
  if (content.kind === 'pdf') return <PdfDocument object={object} />;
  const description = textOf(dataSet, 'ContentDescription') || textOf(dataSet, 'SeriesDescription');
  return (
    <div className={styles['report']} data-testid="unshown-object">
      <h2>{t(`study-browser.kind.${content.kind}`)}</h2>
      {description === '' ? null : <p>{description}</p>}
      <p className={styles['words']}>{t(isOverPictures(content.kind) ? 'study-documents.over-pictures' : 'study-documents.cannot-show')}</p>
      <p className={styles['facts']}>{sopClassUid}</p>
    </div>
  );
}

function isOverPictures(kind: StudyObject['content']['kind']): boolean {
  return kind === 'presentation-state' || kind === 'segmentation' || kind === 'structure-set';
}
