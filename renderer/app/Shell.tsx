import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { reportsQuery, studyQuery } from '#renderer/bridge/queries.ts';
import { ConsultationsDialog } from '#renderer/features/collaboration/ConsultationsDialog.tsx';
import { DeliveriesDialog } from '#renderer/features/deliveries/DeliveriesDialog.tsx';
import { DepartmentDialog, type DepartmentTab } from '#renderer/features/department/DepartmentDialog.tsx';
import { ImportDialog } from '#renderer/features/imports/ImportDialog.tsx';
import { VerifyDialog } from '#renderer/features/report-versions/VerifyDialog.tsx';
import { TemplatesPage } from '#renderer/features/report-editor/TemplatesPage.tsx';
import { SitesPage } from '#renderer/features/sites/SitesPage.tsx';
import { useNextCase } from '#renderer/features/worklist/use-next-case.ts';
import { useWorklistState } from '#renderer/features/worklist/use-worklist-state.ts';
import { ClinicalGlance } from '#renderer/features/clinical/ClinicalPanel.tsx';
import { WorklistPage } from '#renderer/features/worklist/WorklistPage.tsx';
import { KeyBindingsProvider } from '#renderer/ui/keyboard/key-bindings.tsx';
import { KeyboardProvider, useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Announcer } from './announce/Announcer.tsx';
import { Colleagues } from './Colleagues.tsx';
import { APP_KEYS } from './keyboard/app-keys.ts';
import type { KeyPage } from './keyboard/key-map.ts';
import { KeySheet } from './keyboard/KeySheet.tsx';
import { BatchSigningProvider } from './reading/BatchSigningProvider.tsx';
import { EcgAheadProvider, useEcgAhead } from './reading/EcgAheadProvider.tsx';
import { SettingsDialog } from './keyboard/SettingsDialog.tsx';
import { useReadingProfile } from './keyboard/use-reading-profile.ts';
import { contentOf } from './reading/study-content.ts';
import { ReadingSourceProvider } from './reading/ReadingSourceProvider.tsx';
import { ReadingPage } from './reading/ReadingPage.tsx';
import { ClosedStudies } from './reading/ClosedStudies.tsx';
import { StudyWarmer } from './reading/StudyWarmer.tsx';
import { StatusBar } from './StatusBar.tsx';
import { SITES, WORKLIST, type Place } from './tabs.ts';
import { TitleBar } from './TitleBar.tsx';
import { useTabs, type TabsHandle } from './use-tabs.ts';
import { useWindowActs } from './windows/use-window-acts.ts';
import styles from './Shell.module.css';

/** Title bar, the page of the tab, status bar. */
export function Shell({ onLock }: { readonly onLock: () => void }) {
  const { t } = useText();
  const handle = useTabs();
  const { place } = handle.tabs;
  const [isImporting, setIsImporting] = useState(false);
  const [isTracking, setIsTracking] = useState(false);
  const [hasColleagues, setHasColleagues] = useState(false);
  const [departmentTab, setDepartmentTab] = useState<DepartmentTab>();
  const [isConsulting, setIsConsulting] = useState(false);
  useEffect(() => {
    document.title = t('app.name');
  }, [t]);
  const { profile } = useReadingProfile();
  return (
    <KeyBindingsProvider bindings={profile.keys}>
      <KeyboardProvider page={place.page === 'study' ? 'reading' : place.page}>
        <EcgAheadProvider>
          <BatchSigningProvider onReturn={handle.openStudy}>
          <div className={styles['shell']}>
            <TitleBar handle={handle} onImport={() => setIsImporting(true)} onTrack={() => setIsTracking(true)} onConsult={() => setIsConsulting(true)} onDepartment={() => setDepartmentTab('quality')} onLock={onLock} />
            <Pages handle={handle} isImporting={isImporting} onImport={setIsImporting} onDepartment={setDepartmentTab} onLock={onLock} />
            <Deliveries handle={handle} isOpen={isTracking} onOpen={setIsTracking} />
            <Consultations handle={handle} isOpen={isConsulting} onOpen={setIsConsulting} />
            {departmentTab === undefined ? null : (
              <DepartmentDialog
                first={departmentTab}
                templates={<TemplatesPage />}
                onOpenStudy={(studyId) => {
                  setDepartmentTab(undefined);
                  handle.openStudy(studyId);
                }}
                onClose={() => setDepartmentTab(undefined)}
              />
            )}
            <Colleagues handle={handle} isOpen={hasColleagues} onOpen={setHasColleagues} />
            <StatusBarOf place={place} onColleagues={() => setHasColleagues(true)} />
            <Announcer />
          </div>
          </BatchSigningProvider>
        </EcgAheadProvider>
      </KeyboardProvider>
    </KeyBindingsProvider>
  );
}

interface DeliveriesProps {
  readonly handle: TabsHandle;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
}

/** The way of the reports, from every page. */
function Deliveries({ handle, isOpen, onOpen }: DeliveriesProps) {
  useKeyAction(APP_KEYS.deliveries, () => onOpen(true));
  const [isVerifying, setIsVerifying] = useState(false);
  if (isVerifying) return <VerifyDialog onClose={() => setIsVerifying(false)} />;
  if (!isOpen) return null;
  return (
    <DeliveriesDialog
      onVerify={() => setIsVerifying(true)}
      onOpenStudy={(studyId) => {
        onOpen(false);
        handle.openStudy(studyId);
      }}
      onClose={() => onOpen(false)}
    />
  );
}

/** What colleagues ask each other, and lists of cases, from every page. */
function Consultations({ handle, isOpen, onOpen }: DeliveriesProps) {
  useKeyAction(APP_KEYS.consultations, () => onOpen(true));
  if (!isOpen) return null;
  return (
    <ConsultationsDialog
      onOpenStudy={(studyId) => {
        onOpen(false);
        handle.openStudy(studyId);
      }}
      onClose={() => onOpen(false)}
    />
  );
}

/** The list comes first. */
const CODE_AFTER_MS = 5_000;

/** A failure is met again, and shown, when a study is opened. */
async function readAhead(): Promise<void> {
  await import('./reading/ImageReading.tsx');
  await import('#renderer/imaging/engine/imaging-engine.ts');
}

interface PagesProps {
  readonly handle: TabsHandle;
  readonly isImporting: boolean;
  readonly onImport: (isImporting: boolean) => void;
  readonly onLock: () => void;
  readonly onDepartment: (tab: DepartmentTab) => void;
}

function Pages({ handle, isImporting, onImport, onDepartment, onLock }: PagesProps) {
  const worklist = useWorklistState();
  const [sheet, setSheet] = useState<'keys' | 'settings'>();
  const openNext = useOpenNext(handle);
  const openNextEcg = useOpenNextEcg(handle);
  useWindowActs(handle.tabs.place.page === 'study' ? handle.tabs.place.studyId : undefined, handle.tabs.studyIds);
  const { place } = handle.tabs;
  // The imaging engine starts with the first study and stays.
  const [hasRead, setHasRead] = useState(false);
  if (place.page === 'study' && !hasRead) setHasRead(true);
  // Its code is read while the physician still looks at the list.
  useEffect(() => {
    const idle = requestIdleCallback(() => void readAhead().catch(() => undefined), { timeout: CODE_AFTER_MS });
    return () => cancelIdleCallback(idle);
  }, []);

  useKeyAction(APP_KEYS.next, openNext);
  useKeyAction(APP_KEYS.worklist, () => handle.go(WORKLIST));
  useKeyAction(APP_KEYS.nextTab, () => handle.step(1));
  useKeyAction(APP_KEYS.previousTab, () => handle.step(-1));
  useKeyAction(APP_KEYS.closeTab, () => place.page === 'study' && handle.closeStudy(place.studyId));
  useKeyAction(APP_KEYS.import, () => onImport(true));
  useKeyAction(APP_KEYS.lock, onLock);
  useKeyAction(APP_KEYS.help, () => setSheet('keys'));
  useKeyAction(APP_KEYS.department, () => onDepartment('quality'));
  useKeyAction(APP_KEYS.ledger, () => onDepartment('ledger'));
  useKeyAction(APP_KEYS.settings, () => setSheet('settings'));

  return (
    <>
      {hasRead ? (
        <ReadingSourceProvider>
          {page()}
          <ClosedStudies openStudyIds={handle.tabs.studyIds} />
          <StudyWarmer studyId={place.page === 'worklist' ? worklist.state.selectedStudyId : undefined} />
        </ReadingSourceProvider>
      ) : (
        page()
      )}
      {isImporting ? (
        <ImportDialog
          onOpenStudy={(studyId) => {
            onImport(false);
            handle.openStudy(studyId);
          }}
          onClose={() => onImport(false)}
        />
      ) : null}
      {sheet === 'keys' ? <KeySheet onClose={() => setSheet(undefined)} onSettings={() => setSheet('settings')} /> : null}
      {sheet === 'settings' ? <SettingsDialog onClose={() => setSheet(undefined)} /> : null}
    </>
  );

  function page() {
    if (place.page === 'study') {
      return <ReadingPage key={place.studyId} studyId={place.studyId} onBack={() => handle.closeStudy(place.studyId)} onEcgSigned={openNextEcg} />;
    }
    if (place.page === 'sites') return <SitesPage />;
    return (
      <WorklistPage
        worklist={worklist}
        onOpen={(row) => handle.openStudy(row.studyId)}
        onShowSites={() => handle.go(SITES)}
        nextAction={APP_KEYS.next}
        onNext={openNext}
        renderClinical={(row, children) => <ClinicalGlance study={row}>{children}</ClinicalGlance>}
      />
    );
  }
}

/** Opens the case to read next. A study whose reports are all signed is done with and closes behind it. */
function useOpenNext({ tabs, openStudy, closeStudy }: TabsHandle): () => void {
  const text = useText();
  const { api, queries } = useBridge();
  const toast = useToast();
  const findNext = useNextCase();
  const { place } = tabs;
  return useCallback(() => {
    const current = place.page === 'study' ? place.studyId : undefined;
    void open().catch((error: unknown) => {
      const { title, detail } = thrownErrorWords(text, error);
      toast({ title, detail, tone: 'error' });
    });

    async function open(): Promise<void> {
      const next = await findNext(current === undefined ? [] : [current]);
      if (next === undefined) {
        toast({ title: text.t('app.next.none'), detail: text.t('app.next.none.detail'), tone: 'plain' });
        return;
      }
      const isDone = current !== undefined && queries.getQueryData(reportsQuery(api, current).queryKey)?.every(({ signed }) => signed !== null) === true;
      openStudy(next.studyId);
      if (isDone) closeStudy(current);
    }
  }, [api, closeStudy, findNext, openStudy, place, queries, text, toast]);
}

/** When an ECG is handed over to be signed: the next one, which was read meanwhile. None is left: the signed one stays, as after any signature. */
function useOpenNextEcg({ tabs, openStudy, closeStudy }: TabsHandle): (studyId: number) => void {
  const ahead = useEcgAhead();
  const latest = useRef(tabs);
  useEffect(() => {
    latest.current = tabs;
  }, [tabs]);
  return useCallback(
    (studyId) => {
      const known = ahead.knownNext(studyId);
      if (known !== undefined) open(known);
      else void ahead.nextAfter(studyId).then(open);

      function open(next: number | undefined): void {
        const { place } = latest.current;
        // The physician may have gone elsewhere meanwhile.
        if (next === undefined || place.page !== 'study' || place.studyId !== studyId) return;
        openStudy(next);
        closeStudy(studyId);
      }
    },
    [ahead, openStudy, closeStudy],
  );
}

function StatusBarOf({ place, onColleagues }: { readonly place: Place; readonly onColleagues: () => void }) {
  const { api } = useBridge();
  const studyId = place.page === 'study' ? place.studyId : undefined;
  const { data: known } = useQuery({ ...studyQuery(api, studyId ?? 0), enabled: studyId !== undefined });
  return <StatusBar page={keyPage()} onColleagues={onColleagues} />;

  function keyPage(): KeyPage {
    if (place.page !== 'study') return place.page;
    return known !== undefined && contentOf(known) === 'ecg' ? 'ecg' : 'images';
  }
}
