import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useImperativeHandle, useRef, useState, useSyncExternalStore, type ReactNode, type Ref } from 'react';
import type { ReportRequest } from '#shared/contract/services/reports.contract.ts';
import { standsInTheWay } from '#shared/report/signing-obstacles.ts';
import type { ReportMacro } from '#shared/report/templates/macros.ts';
import { gapsOf, type ReportTemplate } from '#shared/report/templates/report-template.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { checksQuery, libraryQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { firstPlaceOf, isToDo, type ReportPlace } from '#renderer/text/obstacle-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { ChecksPanel } from './ChecksPanel.tsx';
import { CriticalDialog } from './CriticalDialog.tsx';
import { ConflictView } from './ConflictView.tsx';
import type { DraftAutosave } from './draft-autosave.ts';
import { FormFields, focusForms, withFormOf } from './FormFields.tsx';
import { insertAtCursor, joined } from './insert-at-cursor.ts';
import { OutcomeChoice } from './OutcomeChoice.tsx';
import { ReportSection } from './ReportSection.tsx';
import { REPORT_KEYS } from './report-keys.ts';
import { RadsDialog } from './RadsDialog.tsx';
import { ReferralDialog } from './ReferralDialog.tsx';
import { TemplateDialog } from './TemplateDialog.tsx';
import styles from './ReportPanel.module.css';

/** What the surroundings may ask of the editor. */
export interface ReportEditorHandle {
  /** Puts a sentence at the cursor of 检查所见. @returns false when this report can no longer be changed */
  readonly insertIntoFindings: (sentence: string) => boolean;
  /** Leads the hand to a place of the report. */
  readonly goTo: (place: ReportPlace) => void;
}

export interface DraftEditorProps {
  readonly request: ReportRequest;
  readonly draft: DraftAutosave;
  readonly onPreview: () => void;
  readonly onSign: () => void;
  /** Below the impression. */
  readonly renderAid?: (critical: CriticalDesk) => ReactNode;
  /** Above the checks: what in the report no longer holds. */
  readonly marks?: ReactNode;
  readonly ref: Ref<ReportEditorHandle>;
}

/** The window of critical values, for what shows a critical finding by itself. */
export interface CriticalDesk {
  /** The report says already that its words are critical. */
  readonly isSaid: boolean;
  readonly open: (message: string) => void;
}

/** The report while it is written. */
export function DraftEditor({ request, draft, onPreview, onSign, renderAid, marks, ref }: DraftEditorProps) {
  const { t } = useText();
  const { api } = useBridge();
  const snapshot = useSyncExternalStore(draft.subscribe, draft.get);
  const { text, state, revision } = snapshot;
  const findings = useRef<HTMLTextAreaElement>(null);
  const impression = useRef<HTMLTextAreaElement>(null);
  const recommendation = useRef<HTMLTextAreaElement>(null);
  const forms = useRef<HTMLDivElement>(null);
  const outcome = useRef<HTMLSpanElement>(null);
  const checks = useQuery({ ...checksQuery(api, request.requestId, revision), enabled: revision > 0, placeholderData: keepPreviousData });

  const library = useQuery(libraryQuery(api));
  const [dialog, setDialog] = useState<'template' | 'critical' | 'rads' | 'referral'>();
  const critical = checks.data?.find((obstacle) => obstacle.code === 'critical-unhandled' && standsInTheWay(obstacle));

  function insertTemplate(template: ReportTemplate): void {
    const { findings: found, impression: concluded, recommendation: advised, outcome: flag } = template;
    setDialog(undefined);
    draft.edit({ ...withFormOf(template, text.forms), findings: behind(text.findings, found), impression: behind(text.impression, concluded), recommendation: behind(text.recommendation, advised), outcome: text.outcome ?? flag });
    requestAnimationFrame(() => {
      if (template.form !== undefined) {
        focusForms(forms.current, true);
        return;
      }
      const field = findings.current;
      const gap = gapsOf(field?.value ?? '')[0];
      field?.focus();
      if (gap !== undefined) field?.setSelectionRange(gap.from, gap.to);
    });
  }

  function goTo(place: ReportPlace): void {
    if (place === 'form') focusForms(forms.current);
    else if (place === 'outcome') outcome.current?.querySelector('input')?.focus();
    else ({ findings, impression, recommendation })[place].current?.focus();
  }
  useImperativeHandle(ref, () => ({
    goTo,
    insertIntoFindings: (sentence) => {
      const field = findings.current;
      if (field === null) return false;
      insertAtCursor(field, joined(field.value.slice(0, field.selectionStart), sentence));
      return true;
    },
  }));

  const toggleOutcome = () => draft.edit({ outcome: text.outcome === 'positive' ? 'negative' : 'positive' });
  useKeyAction(REPORT_KEYS.findings, () => goTo('findings'));
  useKeyAction(REPORT_KEYS.impression, () => goTo('impression'));
  useKeyAction(REPORT_KEYS.recommendation, () => goTo('recommendation'));
  useKeyAction(REPORT_KEYS.form, () => goTo('form'), (text.forms ?? []).length > 0);
  useKeyAction(REPORT_KEYS.outcome, toggleOutcome);
  useKeyAction(REPORT_KEYS.nextIssue, () => {
    const place = firstPlaceOf(checks.data ?? [], text);
    if (place !== undefined) goTo(place);
  });
  const canPreview = revision > 0 || state.status !== 'saved';
  useKeyAction(REPORT_KEYS.preview, onPreview, canPreview);
  // Who looked at the window and left it may say in the sign dialog why it is none.
  const [wasAsked, setWasAsked] = useState(false);
  const sign = () => {
    if (critical === undefined || wasAsked) onSign();
    else setDialog('critical');
  };
  useKeyAction(REPORT_KEYS.sign, sign);
  useKeyAction(REPORT_KEYS.template, () => setDialog('template'));
  useKeyAction(REPORT_KEYS.rads, () => setDialog('rads'));
  useKeyAction(REPORT_KEYS.referral, () => setDialog('referral'));
  useKeyAction(REPORT_KEYS.critical, () => setDialog('critical'));
  const [message, setMessage] = useState<string>();
  const openCritical = useCallback((said: string) => {
    setMessage(said);
    setDialog('critical');
  }, []);

  if (state.status === 'conflict' || state.status === 'closed') return <ConflictView draft={draft} snapshot={snapshot} />;
  const blocks = (checks.data ?? []).filter((obstacle) => obstacle.level === 'block' && !isToDo(obstacle)).length;
  const field = { onComposing: draft.setComposing, onLeave: () => void draft.flush(), macros: library.data?.macros ?? NO_MACROS };
  return (
    <>
      <div className={styles['body']}>
        <Covered request={request} />
        {critical === undefined ? null : <CriticalBar words={String(critical.facts['text'] ?? '')} onOpen={() => setDialog('critical')} />}
        <FormFields ref={forms} text={text} onEdit={draft.edit} onComposing={draft.setComposing} onLeave={field.onLeave} onDone={() => goTo('findings')} />
        <ReportSection
          {...field}
          name={t('report.section.findings')}
          placeholder={t('report.placeholder.findings')}
          action={REPORT_KEYS.findings}
          text={text.findings}
          maxLength={20_000}
          lines={7}
          field={findings}
          onChange={(changed) => draft.edit({ findings: changed })}
        />
        <ReportSection
          {...field}
          name={t('report.section.impression')}
          placeholder={t('report.placeholder.impression')}
          action={REPORT_KEYS.impression}
          text={text.impression}
          maxLength={8000}
          lines={3}
          field={impression}
          onChange={(changed) => draft.edit({ impression: changed })}
          aside={
            <span ref={outcome} className={styles['outcome']}>
              <OutcomeChoice outcome={text.outcome} onChange={(value) => draft.edit({ outcome: value })} />
            </span>
          }
        />
        {renderAid?.({ isSaid: critical !== undefined, open: openCritical })}
        <ReportSection
          {...field}
          name={t('report.section.recommendation')}
          placeholder={t('report.placeholder.recommendation')}
          action={REPORT_KEYS.recommendation}
          text={text.recommendation}
          maxLength={8000}
          lines={2}
          field={recommendation}
          onChange={(changed) => draft.edit({ recommendation: changed })}
          aside={
            <Button size="small" variant="quiet" action={REPORT_KEYS.referral} onClick={() => setDialog('referral')}>
              {t('referral.open')}
            </Button>
          }
        />
      </div>
      {marks}
      {revision > 0 ? <ChecksPanel text={text} obstacles={checks.data} onGo={goTo} /> : null}
      <footer className={styles['foot']} data-testid="report-actions" data-toast-floor>
        <Button action={REPORT_KEYS.template} onClick={() => setDialog('template')}>
          {t('report-words.templates')}
        </Button>
        <Button variant="quiet" action={REPORT_KEYS.rads} onClick={() => setDialog('rads')}>
          {t('rads.open')}
        </Button>
        <Button action={REPORT_KEYS.preview} disabled={!canPreview} onClick={onPreview}>
          {t('report.preview')}
        </Button>
        <span className={styles['space']} />
        {blocks === 0 ? null : <span className={styles['blocked']}>◆ {t('report.sign.blocked', { count: blocks })}</span>}
        <Button variant="primary" action={REPORT_KEYS.sign} onClick={sign}>
          {t('report.sign')}
        </Button>
      </footer>
      {dialog === 'template' ? <TemplateDialog requestId={request.requestId} text={text} onInsert={insertTemplate} onClose={() => setDialog(undefined)} /> : null}
      {dialog === 'rads' ? (
        <RadsDialog
          examination={request.requestedProcedure}
          onConfirm={(line, advice) => {
            draft.edit({ impression: behind(draft.get().text.impression, line), recommendation: behind(draft.get().text.recommendation, advice) });
            setDialog(undefined);
            goTo('impression');
          }}
          onClose={() => setDialog(undefined)}
        />
      ) : null}
      {dialog === 'referral' ? (
        <ReferralDialog
          studyId={request.studyIds[0] ?? 0}
          impression={text.impression}
          onConfirm={(line) => {
            draft.edit({ recommendation: behind(draft.get().text.recommendation, line) });
            setDialog(undefined);
            goTo('recommendation');
          }}
          onClose={() => setDialog(undefined)}
        />
      ) : null}
      {dialog === 'critical' ? (
        <CriticalDialog
          requestId={request.requestId}
          message={String(critical?.facts['text'] ?? message ?? '')}
          onNotified={(sentence) => {
            draft.edit({ recommendation: behind(draft.get().text.recommendation, sentence) });
            setDialog(undefined);
          }}
          onClose={() => {
            setWasAsked(true);
            setDialog(undefined);
          }}
        />
      ) : null}
    </>
  );
}

const NO_MACROS: readonly ReportMacro[] = [];

/** Behind what is written, on a line of its own. */
function behind(written: string, added: string): string {
  return written.trim() === '' || added === '' ? written + added : `${written}\n${added}`;
}

/** Said at once, before anybody signs. */
function CriticalBar({ words, onOpen }: { readonly words: string; readonly onOpen: () => void }) {
  const { t } = useText();
  return (
    <div role="alert" data-testid="critical-bar">
      <Note
        tone="block"
        aside={
          <Button size="small" action={REPORT_KEYS.critical} onClick={onOpen}>
            {t('report-words.critical.open')}
          </Button>
        }
      >
        <b>{t('report-words.critical.found')}</b>　{words}
      </Note>
    </div>
  );
}

/** What was asked for, and how many studies the answer covers. */
export function Covered({ request }: { readonly request: ReportRequest }) {
  const { t } = useText();
  return (
    <p className={styles['covered']}>
      <b>{t('report.method')}</b>
      <span>{[request.requestedProcedure, request.accessionNumber].filter((part) => part !== '').join(' · ')}</span>
      {request.studyIds.length > 1 ? <span className={styles['covers']}>{t('report.covers', { count: request.studyIds.length })}</span> : null}
    </p>
  );
}
