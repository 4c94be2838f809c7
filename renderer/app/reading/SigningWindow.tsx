import type { ReportRequest } from '#shared/contract/services/reports.contract.ts';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { reportsQuery } from '#renderer/bridge/queries.ts';
import type { DraftAutosave } from '#renderer/features/report-editor/draft-autosave.ts';
import { SignDialog } from '#renderer/features/signing/SignDialog.tsx';
import { modalityWord } from '#renderer/features/worklist/modalities.ts';
import { examination, patientName } from '#renderer/features/worklist/row-facts.ts';
import { useToast } from '#renderer/ui/Toasts.tsx';
import type { ReportPlace } from '#renderer/text/obstacle-words.ts';
import { useText } from '#renderer/text/use-text.ts';

export interface SigningWindowProps {
  readonly open: OpenStudy;
  readonly request: ReportRequest;
  readonly draft: DraftAutosave;
  readonly onGo: (place: ReportPlace) => void;
  readonly onSigned?: () => void;
  readonly onClose: () => void;
}

/** Brings the draft of a study and the dialog that signs it together. */
export function SigningWindow({ open, request, draft, onGo, onSigned, onClose }: SigningWindowProps) {
  const text = useText();
  const { t } = text;
  const { api, queries } = useBridge();
  const toast = useToast();
  const { study } = open;
  const patient = patientName(study);
  return (
    <SignDialog
      requestId={request.requestId}
      patient={patient}
      examination={request.requestedProcedure === '' ? `${modalityWord(study.modalities)} ${examination(text, study)}` : request.requestedProcedure}
      siteName={study.siteName}
      report={draft.get().text}
      save={async () => ((await draft.flush()) ? draft.get().revision : undefined)}
      mayBePreliminary={study.urgency !== 'routine'}
      onSigned={(signed) => {
        // The panel shows the signature at once; main's events bring the rest.
        for (const studyId of request.studyIds) {
          queries.setQueryData(reportsQuery(api, studyId).queryKey, (before) =>
            before?.map((known) => (known.requestId === request.requestId ? { ...known, signed } : known)),
          );
        }
        void queries.invalidateQueries({ queryKey: QUERY_KEYS.counts });
        toast({ title: t('signing.signed', { siteName: study.siteName }), detail: t('signing.signed.detail', { patient }), tone: 'good' });
        onClose();
        onSigned?.();
      }}
      onGo={onGo}
      onClose={onClose}
    />
  );
}
