import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { ReportRequest } from '#shared/contract/services/reports.contract.ts';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { ApplicationEvent } from '#shared/contract/services/system.contract.ts';
import { useApplicationEvents, useBridge } from '#renderer/bridge/bridge-context.tsx';
import { studyQuery } from '#renderer/bridge/queries.ts';
import type { DraftAutosave } from '#renderer/features/report-editor/draft-autosave.ts';
import { BreakGlass } from '#renderer/features/people/BreakGlass.tsx';
import { ReportPanel, type ReportPanelHandle } from '#renderer/features/report-editor/ReportPanel.tsx';
import { VersionsPanel } from '#renderer/features/report-versions/VersionsPanel.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { ClinicalPanel, type ClinicalDocument } from '#renderer/features/clinical/ClinicalPanel.tsx';
import type { MeasuredEcg } from '#renderer/features/ecg/EcgReader.tsx';
import { ErrorBoundary } from '../ErrorBoundary.tsx';
import { APP_KEYS } from '../keyboard/app-keys.ts';
import { useFirstWindow, useReaders } from '../windows/FirstWindowProvider.tsx';
import { CaseTools } from './CaseTools.tsx';
import { EyeProvider } from './EyeProvider.tsx';
import { ChangesBanner } from './ChangesBanner.tsx';
import { ClaimBanner } from './ClaimBanner.tsx';
import { EcgReportAid } from './EcgReportAid.tsx';
import { ClinicalAlerts, GreenBanner } from './GreenBanner.tsx';
import { PatientBanner } from './PatientBanner.tsx';
import { ReportDivider, useReportWidth } from './ReportDivider.tsx';
import { SigningWindow } from './SigningWindow.tsx';
import { contentOf } from './study-content.ts';
import { StaleMarks } from './StaleMarks.tsx';
import { StudyReader } from './StudyReader.tsx';
import styles from './ReadingPage.module.css';

export interface ReadingPageProps {
  readonly studyId: number;
  /** The study cannot be read: away from it. */
  readonly onBack: () => void;
  /** An ECG is being signed: on to the next one. */
  readonly onEcgSigned: (studyId: number) => void;
}

/** Opens a study at main, which fetches it before all others, and shows pictures or trace beside the report. */
export function ReadingPage({ studyId, onBack, onEcgSigned }: ReadingPageProps) {
  const text = useText();
  const { api, queries } = useBridge();
  const known = useQuery(studyQuery(api, studyId));
  const [mainStarts, setMainStarts] = useState(0);
  useApplicationEvents(
    useCallback((event: ApplicationEvent) => {
      // A main that started anew does not know what is open here.
      if (event.kind === 'stream-started' && !event.resumed) setMainStarts((count) => count + 1);
    }, []),
  );
  // Before the effects of all that is shown: pictures wait for this call, and a browser has six lines to main.
  useLayoutEffect(() => {
    const abort = new AbortController();
    api.studies.open({ studyId }, { signal: abort.signal }).then(
      (open) => queries.setQueryData(studyQuery(api, studyId).queryKey, open),
      // `describe` asks the same and shows what is wrong.
      () => undefined,
    );
    return () => abort.abort();
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- opened once for each start of main
  }, [api, queries, studyId, mainStarts]);

  if (known.data !== undefined) return <Reading open={known.data} onEcgSigned={onEcgSigned} />;
  if (known.isError && isAppError(known.error, 'people/out-of-scope')) {
    return (
      <main className={styles['centre']}>
        <BreakGlass studyId={studyId} siteName={String(known.error.facts['siteName'] ?? '')} onOpened={() => setMainStarts((count) => count + 1)} />
      </main>
    );
  }
  if (known.isError) {
    return (
      <main className={styles['centre']}>
        <ErrorState words={thrownErrorWords(text, known.error)} actions={<Button onClick={onBack}>{text.t('reading.back')}</Button>} />
      </main>
    );
  }
  return <main className={styles['opening']}>{text.t('reading.opening')}</main>;
}

/** Where the pictures are elsewhere the report has the room. */
const ELSEWHERE = 'minmax(280px, 1fr) minmax(0, 3fr)';

/** Sentences that come from a reading window go into the report of this one. */
function useReportSentences(studyId: number, report: RefObject<ReportPanelHandle | null>): void {
  const first = useFirstWindow();
  useEffect(
    () =>
      first?.takeSentences(studyId, (before, sentence) =>
        before === null ? (report.current?.insertIntoFindings(sentence) ?? false) : (report.current?.replaceSentence(before, sentence) ?? false),
      ),
    [first, studyId, report],
  );
}

interface Signing {
  readonly request: ReportRequest;
  readonly draft: DraftAutosave;
}

function Reading({ open, onEcgSigned }: { readonly open: OpenStudy; readonly onEcgSigned: ReadingPageProps['onEcgSigned'] }) {
  const report = useRef<ReportPanelHandle>(null);
  const [isFolded, setIsFolded] = useState(false);
  const [isAddendumAsked, setIsAddendumAsked] = useState(false);
  const [signing, setSigning] = useState<Signing>();
  const width = useReportWidth();
  const [ecg, setEcg] = useState<MeasuredEcg>();
  const [document, setDocument] = useState<ClinicalDocument>();
  const isEcg = contentOf(open) === 'ecg';
  const areImagesElsewhere = useReaders().length > 0 && contentOf(open) === 'images';
  useReportSentences(open.study.studyId, report);
  useKeyAction(APP_KEYS.foldReport, () => setIsFolded(!isFolded));

  return (
    <EyeProvider>
      <main className={styles['page']} data-testid="reading-page" data-study-id={open.study.studyId}>
        <div className={styles['top']}>
          <PatientBanner open={open} tools={<CaseTools open={open} onQuote={(sentence) => report.current?.insertIntoFindings(sentence) ?? false} />} />
          <ChangesBanner
            open={open}
            onAddendum={() => {
              setIsFolded(false);
              report.current?.showReport();
              setIsAddendumAsked(true);
            }}
          />
          <ClaimBanner studyId={open.study.studyId} />
          <GreenBanner open={open} />
          <ClinicalAlerts open={open} />
        </div>
        <div className={styles['body']} style={{ gridTemplateColumns: isFolded ? 'minmax(0, 1fr)' : areImagesElsewhere ? ELSEWHERE : `minmax(0, 1fr) ${width.widthPx}px` }}>
          <ErrorBoundary>
            <StudyReader
              open={open}
              document={document}
              onEcgMeasured={setEcg}
              onSentence={(sentence) => report.current?.insertIntoFindings(sentence) ?? false}
              onSentenceChanged={(before, after) => report.current?.replaceSentence(before, after) ?? false}
            />
          </ErrorBoundary>
          <div className={styles['report']} hidden={isFolded}>
            <ReportDivider width={width} />
            <ReportPanel
              ref={report}
              open={open}
              clinical={<ClinicalPanel study={open.study} onOpenDocument={areImagesElsewhere ? undefined : (document) => setDocument({ ...document })} />}
              onSign={(request, draft) => setSigning({ request, draft })}
              {...(isEcg ? { renderAid: (request, draft, critical) => <EcgReportAid open={open} request={request} draft={draft} measured={ecg} critical={critical} /> } : {})}
              {...(isEcg ? {} : { renderMarks: (draft) => <StaleMarks studyId={open.study.studyId} draft={draft} onReplace={(before, after) => report.current?.replaceSentence(before, after) ?? false} /> })}
              renderBelow={(request, draft) => (
                <VersionsPanel
                  studyId={open.study.studyId}
                  request={request}
                  siteName={open.study.siteName}
                  save={async () => (draft !== undefined && (await draft.flush()) ? draft.get().revision : undefined)}
                  isAddendumAsked={isAddendumAsked}
                  onAddendumClosed={() => setIsAddendumAsked(false)}
                />
              )}
            />
          </div>
        </div>
        {signing === undefined ? null : (
          <SigningWindow
            open={open}
            request={signing.request}
            draft={signing.draft}
            onGo={(place) => {
              setSigning(undefined);
              setIsFolded(false);
              requestAnimationFrame(() => report.current?.goTo(place));
            }}
            {...(isEcg ? { onHandedOver: () => onEcgSigned(open.study.studyId) } : {})}
            onClose={() => setSigning(undefined)}
          />
        )}
      </main>
    </EyeProvider>
  );
}
