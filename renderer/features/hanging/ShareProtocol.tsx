import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { seatQuery } from '#renderer/bridge/queries.ts';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { useToast } from '#renderer/ui/Toasts.tsx';
import styles from './HangingMenu.module.css';

/** Protocols that the whole centre has, beside those that this seat learned. */
export function isOfCentre(protocolId: string): boolean {
  return protocolId.startsWith('centre-');
}

/** Gives a learned protocol to all seats of the centre, or takes one of the centre away from all. Nothing where this seat has no hub. */
export function ShareProtocol({ protocolId, name }: { readonly protocolId: string; readonly name: string }) {
  const text = useText();
  const { t } = text;
  const { api } = useBridge();
  const queries = useQueryClient();
  const toast = useToast();
  const seat = useQuery(seatQuery(api));
  const isShared = isOfCentre(protocolId);
  const change = useMutation({
    mutationFn: () => (isShared ? api.hanging.forget({ protocolId }) : api.hanging.share({ protocolId })),
    onSuccess() {
      toast({ title: t(isShared ? 'hanging.unshared' : 'hanging.shared', { name }), tone: 'good' });
      return queries.invalidateQueries({ queryKey: QUERY_KEYS.hanging });
    },
    onError(error) {
      const words = thrownErrorWords(text, error, {});
      toast({ title: words.title, detail: words.detail, tone: 'error' });
    },
  });
  if (seat.data === undefined || seat.data.hub === null) return null;
  return (
    <button type="button" className={styles['forget']} disabled={change.isPending} data-testid={`share-${protocolId}`} onClick={() => change.mutate()}>
      {t(isShared ? 'hanging.unshare' : 'hanging.share')}
    </button>
  );
}
