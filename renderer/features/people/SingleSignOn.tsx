import { useMutation, useQuery } from '@tanstack/react-query';
import type { SeatSessionSummary } from '#shared/contract/services/people.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { signOnOfferQuery } from '#renderer/bridge/queries.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Failure } from './Failure.tsx';

/** Sign-in by the hospital's own accounts, where an administrator has set it up. The provider has a window of its own. */
export function SingleSignOn({ onSignedIn }: { readonly onSignedIn: (session: SeatSessionSummary) => void }) {
  const { t } = useText();
  const { api } = useBridge();
  const offer = useQuery(signOnOfferQuery(api));
  const signOn = useMutation({
    async mutationFn() {
      const { attemptId, url } = await api.singleSignOn.begin();
      window.open(url, '_blank', 'noopener,noreferrer');
      return api.singleSignOn.finish({ attemptId });
    },
    onSuccess: onSignedIn,
  });
  if (offer.data?.isOffered !== true) return null;
  return (
    <>
      {signOn.isPending ? (
        <Button variant="quiet" onClick={() => void api.singleSignOn.cancel()}>
          {t('people.provider.waiting')}
        </Button>
      ) : (
        <Button variant="quiet" onClick={() => signOn.mutate()}>
          {t('people.provider.sign-in')}
        </Button>
      )}
      <Failure error={signOn.error} />
    </>
  );
}
