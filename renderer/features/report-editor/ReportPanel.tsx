import { useQuery } from '@tanstack/react-query';
import { useEffect, useImperativeHandle, useRef, useState, useSyncExternalStore, type ReactNode, type Ref } from 'react';
import { previewPath, signedDocumentPath } from '#shared/contract/request-paths.ts';
import type { ReportRequest } from '#shared/contract/services/reports.contract.ts';
import { comparedText } from '#shared/report/report-words.ts';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { reportsQuery, surroundingsQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { DocumentDialog } from './DocumentDialog.tsx';
import { DocumentsTab } from './DocumentsTab.tsx';
import type { DraftAutosave } from './draft-autosave.ts';
import { DraftEditor, type CriticalDesk, type ReportEditorHandle } from './DraftEditor.tsx';
import { useDraftKeeper } from './DraftKeeperProvider.tsx';
import { joined } from './insert-at-cursor.ts';
import { PriorsTab } from './PriorsTab.tsx';
import { SaveStateLine } from './SaveStateLine.tsx';
import { REPORT_KEYS } from './report-keys.ts';
import { SignedView } from './SignedView.tsx';
import styles from './ReportPanel.module.css';

/** What the reading room may ask of the report. */
export interface ReportPanelHandle extends ReportEditorHandle {
  /** Puts a new sentence in the place of one that a measurement wrote. @returns whether it was there, word for word */
  readonly replaceSentence: (before: string, after: string) => boolean;
  /** The report, and below it what can be done with it once it is signed, comes into sight. */
  readonly showReport: () => void;
}

export interface ReportPanelProps {
  readonly open: OpenStudy;
  /** The physician wants to sign this request's draft. */
  readonly onSign: (request: ReportRequest, draft: DraftAutosave) => void;
  /** Help with writing, below the impression: what it is depends on what is read. */
  readonly renderAid?: (request: ReportRequest, draft: DraftAutosave, critical: CriticalDesk) => ReactNode;
  /** What in the draft no longer holds. */
  readonly renderMarks?: (draft: DraftAutosave) => ReactNode;
  /** What stands below the report of the chosen request; its draft is undefined once it is signed. */
  readonly renderBelow?: (request: ReportRequest, draft: DraftAutosave | undefined) => ReactNode;
  /** What is known of the patient's condition. */
  readonly clinical: ReactNode;
  readonly ref?: Ref<ReportPanelHandle>;
}

interface ShownDocument {
  readonly title: string;
  readonly path: string;
  readonly fileName: string;
}

const NO_REQUESTS: readonly ReportRequest[] = [];

/** The report of a study: one tab for each of its requests, written or signed. */
export function ReportPanel({ open, onSign, renderAid, renderMarks, renderBelow, clinical, ref }: ReportPanelProps) {
  const text = useText();
  const { t } = text;
  const { api } = useBridge();
  const keeper = useDraftKeeper();
  const { studyId, siteName } = open.study;
  const asked = useQuery(reportsQuery(api, studyId));
  const [chosenId, setChosenId] = useState<number>();
  const [tab, setTab] = useState<'report' | 'clinical' | 'priors' | 'documents'>('report');
  const [document, setDocument] = useState<ShownDocument>();
  const editor = useRef<ReportEditorHandle>(null);

  const requests = asked.data ?? NO_REQUESTS;
  const request = requests.find(({ requestId }) => requestId === chosenId) ?? requests[0];
  const draft = request === undefined || request.signed !== null ? undefined : keeper.open(request);

  const priors = useQuery({ ...surroundingsQuery(api, request?.requestId ?? 0), enabled: request !== undefined });

  /** `与2026-03-18片对比，` where the cursor stands. */
  function insertCompared(studyDate: string): void {
    const sentence = comparedText(studyDate);
    if (editor.current !== null) editor.current.insertIntoFindings(sentence);
    else if (draft !== undefined) draft.edit({ findings: `${sentence}${draft.get().text.findings}` });
    setTab('report');
  }
  const newestPrior = priors.data?.priors.find(({ studyDate }) => studyDate !== null)?.studyDate ?? undefined;
  useKeyAction(REPORT_KEYS.compared, () => newestPrior === undefined || insertCompared(newestPrior), newestPrior !== undefined && draft !== undefined);

  useImperativeHandle(ref, () => ({
    insertIntoFindings: (sentence) => {
      if (editor.current !== null) return editor.current.insertIntoFindings(sentence);
      if (draft === undefined) return false;
      // Another tab of the panel is in front: behind what is written.
      const { findings } = draft.get().text;
      draft.edit({ findings: findings + joined(findings, sentence) });
      return true;
    },
    replaceSentence: (before, after) => {
      if (draft === undefined) return false;
      const { text } = draft.get();
      const section = (['findings', 'impression', 'recommendation'] as const).find((name) => text[name].includes(before));
      if (section === undefined) return false;
      draft.edit({ [section]: text[section].replace(before, after) });
      return true;
    },
    showReport: () => setTab('report'),
    goTo: (place) => {
      setTab('report');
      editor.current?.goTo(place);
    },
  }));
  // Another window may have saved, or signed.
  useEffect(() => {
    for (const known of requests) {
      if (known.signed === null) keeper.open(known).adopt(known.draft);
      else keeper.forget(known.requestId);
    }
  }, [keeper, requests]);

  return (
    <aside className={styles['panel']} aria-label={t('report.title')} data-testid="report-panel">
      <header className={styles['head']}>
        <div role="tablist" className={styles['tabs']}>
          {(['report', 'clinical', 'priors', 'documents'] as const).map((name) => (
            <button key={name} type="button" role="tab" aria-selected={tab === name} onClick={() => setTab(name)}>
              {t(`report.tab.${name}`)}
            </button>
          ))}
        </div>
        <span className={styles['space']} />
        {draft === undefined ? null : <DraftState draft={draft} />}
      </header>
      {requests.length > 1 && request !== undefined ? <RequestTabs requests={requests} chosen={request} onChoose={setChosenId} /> : null}
      {content()}
      {tab === 'report' && request !== undefined ? renderBelow?.(request, draft) : null}
      {document === undefined ? null : <DocumentDialog {...document} onClose={() => setDocument(undefined)} />}
    </aside>
  );

  function content() {
    if (tab === 'clinical') return clinical;
    if (tab === 'documents') return <DocumentsTab open={open} />;
    if (request === undefined) {
      if (!asked.isError) return <p className={styles['quiet']}>{t('report.loading')}</p>;
      return <ErrorState words={thrownErrorWords(text, asked.error)} actions={<Button onClick={() => void asked.refetch()}>{t('report.retry')}</Button>} />;
    }
    if (tab === 'priors') return <PriorsOfDraft request={request} draft={draft} onCompared={insertCompared} />;
    if (request.signed !== null || draft === undefined) {
      return request.signed === null ? null : (
        <SignedView request={request} signed={request.signed} siteName={siteName} onOpenDocument={() => showSigned(request)} />
      );
    }
    return (
      <DraftEditor
        key={request.requestId}
        ref={editor}
        request={request}
        draft={draft}
        {...(renderAid === undefined ? {} : { renderAid: (critical: CriticalDesk) => renderAid(request, draft, critical) })}
        marks={renderMarks?.(draft)}
        onPreview={() => void preview(request, draft)}
        onSign={() => onSign(request, draft)}
      />
    );
  }

  async function preview({ requestId, accessionNumber }: ReportRequest, saved: DraftAutosave): Promise<void> {
    await saved.flush();
    const { revision } = saved.get();
    if (revision === 0) return;
    setDocument({ title: t('report.document.title'), path: previewPath(requestId, revision), fileName: `${accessionNumber || requestId}-draft.pdf` });
  }

  function showSigned({ requestId, accessionNumber, signed }: ReportRequest): void {
    if (signed === null) return;
    setDocument({
      title: t('report.document.signed-title'),
      path: signedDocumentPath(signed.reportUid),
      fileName: `${accessionNumber || requestId}.pdf`,
    });
  }
}

interface PriorsOfDraftProps {
  readonly request: ReportRequest;
  /** Undefined once it is signed: then nothing can be written. */
  readonly draft: DraftAutosave | undefined;
  readonly onCompared: (studyDate: string) => void;
}

function PriorsOfDraft({ request, draft, onCompared }: PriorsOfDraftProps) {
  return draft === undefined ? (
    <PriorsTab requestId={request.requestId} text={request.signed?.text ?? request.draft} revision={request.draft.revision} onCompared={undefined} />
  ) : (
    <PriorsOfOpenDraft requestId={request.requestId} draft={draft} onCompared={onCompared} />
  );
}

function PriorsOfOpenDraft({ requestId, draft, onCompared }: { readonly requestId: number; readonly draft: DraftAutosave; readonly onCompared: (studyDate: string) => void }) {
  const { text, revision } = useSyncExternalStore(draft.subscribe, draft.get);
  return <PriorsTab requestId={requestId} text={text} revision={revision} onCompared={onCompared} />;
}

function DraftState({ draft }: { readonly draft: DraftAutosave }) {
  const { state } = useSyncExternalStore(draft.subscribe, draft.get);
  return <SaveStateLine state={state} />;
}

interface RequestTabsProps {
  readonly requests: readonly ReportRequest[];
  readonly chosen: ReportRequest;
  readonly onChoose: (requestId: number) => void;
}

/** A study with several requests has several reports. */
function RequestTabs({ requests, chosen, onChoose }: RequestTabsProps) {
  const { t } = useText();
  return (
    <div role="tablist" aria-label={t('report.requests')} className={styles['requests']}>
      {requests.map((request) => (
        <button
          key={request.requestId}
          type="button"
          role="tab"
          aria-selected={request === chosen}
          title={request.requestedProcedure}
          className={classNames(request === chosen && styles['on'])}
          onClick={() => onChoose(request.requestId)}
        >
          <span aria-hidden="true">{request.signed === null ? (request.draft.revision > 0 ? '◐' : '○') : '●'}</span>
          <span className={styles['clipped']}>{nameOf(request)}</span>
        </button>
      ))}
    </div>
  );

  function nameOf({ requestedProcedure, accessionNumber }: ReportRequest): string {
    if (requestedProcedure !== '') return requestedProcedure;
    return accessionNumber === '' ? t('report.request-without-number') : t('report.request', { number: accessionNumber });
  }
}
