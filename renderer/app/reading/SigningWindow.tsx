import type { ReportRequest } from '#shared/contract/services/reports.contract.ts';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import type { DraftAutosave } from '#renderer/features/report-editor/draft-autosave.ts';
import { SignDialog, type GivenSignature } from '#renderer/features/signing/SignDialog.tsx';
import { modalityWord } from '#renderer/features/worklist/modalities.ts';
import { examination, patientName } from '#renderer/features/worklist/row-facts.ts';
import type { ReportPlace } from '#renderer/text/obstacle-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { useBatchSigning } from './BatchSigningProvider.tsx';
import { StaleMarks } from './StaleMarks.tsx';
import { useSignedReport } from './use-signed-report.ts';

export interface SigningWindowProps {
  readonly open: OpenStudy;
  readonly request: ReportRequest;
  readonly draft: DraftAutosave;
  readonly onGo: (place: ReportPlace) => void;
  /** Given for what is read in a batch: the signature is made behind the scenes, and the page goes on at once. */
  readonly onHandedOver?: () => void;
  readonly onClose: () => void;
}

/** Brings the draft of a study and the dialog that signs it together. */
export function SigningWindow({ open, request, draft, onGo, onHandedOver, onClose }: SigningWindowProps) {
  const text = useText();
  const onSigned = useSignedReport();
  const { sign } = useBatchSigning();
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
        onSigned({ request, siteName: study.siteName, patient }, signed);
        onClose();
      }}
      marks={<StaleMarks studyId={study.studyId} draft={draft} />}
      {...(onHandedOver === undefined ? {} : {
        onHandOver: (signature: GivenSignature) => {
          sign({ studyId: study.studyId, request, siteName: study.siteName, patient }, signature);
          onClose();
          onHandedOver();
        },
      })}
      onGo={onGo}
      onClose={onClose}
    />
  );
}
