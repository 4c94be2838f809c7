import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { displayStateOf } from '#shared/dicom/presentation/display-check.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { displayChecksQuery } from '#renderer/bridge/queries.ts';
import { DisplayCheckDialog } from '#renderer/features/diagnostics/DisplayCheckDialog.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { useText } from '#renderer/text/use-text.ts';
import styles from './StatusBar.module.css';

/** Whether somebody has looked at the test pattern on this screen lately; a press opens it. */
export function DisplayCheckItem() {
  const { t } = useText();
  const { api } = useBridge();
  const now = useNow(600_000);
  const { data: checks, refetch } = useQuery(displayChecksQuery(api));
  const [isOpen, setIsOpen] = useState(false);
  if (checks === undefined) return null;
  const monitor = monitorName();
  const state = displayStateOf(checks, monitor, new Date(now));
  const words = state.kind === 'never' ? t('truth.display.never') : t(`truth.display.${state.kind}`, { date: state.last.checkedAt.slice(0, 10) });
  return (
    <>
      <button type="button" className={styles['display']} data-testid="display-check" data-state={state.kind} onClick={() => setIsOpen(true)}>
        {words}
      </button>
      {isOpen ? (
        <DisplayCheckDialog
          onSave={async (seen) => {
            await api.system.recordDisplayCheck({ monitor, ...seen });
            await refetch();
            setIsOpen(false);
          }}
          onClose={() => setIsOpen(false)}
        />
      ) : null}
    </>
  );
}

/** All that a page knows of the screen that it is on. */
function monitorName(): string {
  return `${screen.width}x${screen.height}@${Number(window.devicePixelRatio.toFixed(2))}`;
}
