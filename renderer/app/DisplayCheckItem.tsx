import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { displayStateOf } from '#shared/dicom/presentation/display-check.ts';
import { lightStateOf, type LightState } from '#shared/dicom/presentation/display-light.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { displayChecksQuery, displayLightsQuery } from '#renderer/bridge/queries.ts';
import { DisplayCheckDialog } from '#renderer/features/diagnostics/DisplayCheckDialog.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { useText, type Text } from '#renderer/text/use-text.ts';
import styles from './StatusBar.module.css';

/** Whether somebody has looked at the test pattern on this screen lately, and what a photometer said of its light; a press opens it. */
export function DisplayCheckItem() {
  const text = useText();
  const { t } = text;
  const { api } = useBridge();
  const now = useNow(600_000);
  const { data: checks, refetch } = useQuery(displayChecksQuery(api));
  const { data: lights, refetch: refetchLights } = useQuery(displayLightsQuery(api));
  const [isOpen, setIsOpen] = useState(false);
  if (checks === undefined || lights === undefined) return null;
  const monitor = monitorName();
  const state = displayStateOf(checks, monitor, new Date(now));
  const words = state.kind === 'never' ? t('truth.display.never') : t(`truth.display.${state.kind}`, { date: state.last.checkedAt.slice(0, 10) });
  const light = lightStateOf(lights, monitor, new Date(now));
  return (
    <>
      <button type="button" className={styles['display']} data-testid="display-check" data-state={state.kind} data-light={light.kind} onClick={() => setIsOpen(true)}>
        {words}
        {` · ${lightWords(text, light)}`}
      </button>
      {isOpen ? (
        <DisplayCheckDialog
          today={dayOf(new Date(now))}
          onSaveLight={async (measured) => {
            await api.system.recordDisplayLight({ monitor, ...measured, luminances: [...measured.luminances] });
            await refetchLights();
            setIsOpen(false);
          }}
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

function lightWords({ t, format }: Text, state: LightState): string {
  if (state.kind === 'never') return t('truth.light.state.never');
  return t(`truth.light.state.${state.kind}`, { date: state.last.measuredOn, percent: format.number(state.response.deviation * 100) });
}

/** The day at the seat, `YYYY-MM-DD`. */
function dayOf(now: Date): string {
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;
}

/** All that a page knows of the screen that it is on. */
function monitorName(): string {
  return `${screen.width}x${screen.height}@${Number(window.devicePixelRatio.toFixed(2))}`;
}
