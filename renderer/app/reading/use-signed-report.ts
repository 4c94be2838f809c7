import { useCallback } from 'react';
import type { ReportRequest, SignedReport } from '#shared/contract/services/reports.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { reportsQuery } from '#renderer/bridge/queries.ts';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { useText } from '#renderer/text/use-text.ts';

/** Whose report it is. */
export interface SignedSubject {
  readonly request: ReportRequest;
  readonly siteName: string;
  readonly patient: string;
}

/** What the page does once main has signed: the panel shows the signature at once, main's events bring the rest. */
export function useSignedReport(): (subject: SignedSubject, signed: SignedReport) => void {
  const { t } = useText();
  const { api, queries } = useBridge();
  const toast = useToast();
  return useCallback(({ request, siteName, patient }, signed) => {
    for (const studyId of request.studyIds) {
      queries.setQueryData(reportsQuery(api, studyId).queryKey, (before) =>
        before?.map((known) => (known.requestId === request.requestId ? { ...known, signed } : known)),
      );
    }
    void queries.invalidateQueries({ queryKey: QUERY_KEYS.counts });
    toast({ title: t('signing.signed', { siteName }), detail: t('signing.signed.detail', { patient }), tone: 'good' });
  }, [api, queries, t, toast]);
}
