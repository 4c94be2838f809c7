import { useEffect, useMemo, useState } from 'react';
import { CircleSlash2 } from 'lucide-react';
import { deriveLimbLeads, withTraces } from '#shared/ecg/derived-lead.ts';
import { defaultLayoutKind, layoutKindsFor } from '#shared/ecg/layout.ts';
import { ASSUMED_SCREEN_SCALE, type ScreenScale } from '#shared/ecg/screen-scale.ts';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { EcgDeviceTable } from './EcgDeviceTable.tsx';
import { EcgPaper } from './EcgPaper.tsx';
import { EcgToolbar } from './EcgToolbar.tsx';
import { ECG_ACTIONS } from './ecg-actions.ts';
import { withoutCaliper, type CaliperKind, type Calipers } from './caliper-edit.ts';
import type { EcgInstance, EcgSource, LoadedEcg } from './ecg-source.ts';
import { drawnScale, INITIAL_VIEW, nextOf, withNextGain, withNextSpeed, withToolToggled, type EcgView } from './ecg-view.ts';
import { useEcg } from './use-ecg.ts';
import styles from './EcgReader.module.css';

export interface EcgReaderProps {
  /** Identity must be stable between renders; another source (or the same one made anew when instances came in) is read anew. */
  readonly source: EcgSource;
  /** The object to open; the first of the series when not given. */
  readonly sopInstanceUid?: string;
  /** How large a millimetre is on this monitor; the assumption of CSS, marked approximate, when nobody measured it. */
  readonly screenScale?: ScreenScale;
  /** How to open it, such as the physician's last settings. */
  readonly initialView?: Partial<EcgView>;
  readonly onViewChange?: (view: EcgView) => void;
  /** Called once for each ECG that is on the screen. */
  readonly onShown?: (ecg: LoadedEcg) => void;
  readonly onFailed?: (error: unknown) => void;
}

/** Reads one ECG of a series: paper with calipers, the device's measurements. Keys: Alt+E, Q, G, D, V, Shift+I. */
export function EcgReader({ source, sopInstanceUid, screenScale = ASSUMED_SCREEN_SCALE, initialView, onViewChange, onShown, onFailed }: EcgReaderProps) {
  const text = useText();
  const { t } = text;
  const [chosenUid, setChosenUid] = useState<string>();
  const { state, retry } = useEcg(source, chosenUid ?? sopInstanceUid);
  const [view, setView] = useState<EcgView>({ ...INITIAL_VIEW, ...initialView });
  const ecg = state.status === 'shown' ? state.ecg : undefined;
  const error = state.status === 'failed' ? state.error : undefined;

  useEffect(() => {
    if (ecg !== undefined) onShown?.(ecg);
  }, [ecg, onShown]);
  useEffect(() => {
    if (error !== undefined) onFailed?.(error);
  }, [error, onFailed]);

  const changeView = (next: EcgView) => {
    setView(next);
    onViewChange?.(next);
  };
  const uid = ecg?.recording.sopInstanceUid;
  const layoutKind = ecg === undefined ? view.layoutKind : shownLayoutKind(ecg, view);
  const scale = useMemo(() => drawnScale(screenScale, view.magnification), [screenScale, view.magnification]);

  return (
    <section
      className={styles['reader']}
      aria-label={t('ecg.label')}
      aria-busy={state.status === 'loading'}
      data-testid="ecg"
      data-status={state.status}
      data-sop-instance-uid={uid}
      data-layout={layoutKind}
      data-paper-speed={view.paperSpeedMmPerS}
      data-gain={view.gainMmPerMv}
      data-pixels-per-mm={scale.pixelsPerMm}
      data-calibrated={scale.isCalibrated}
    >
      {state.status === 'loading' ? <p className={styles['waiting']}>{t('ecg.loading')}</p> : null}
      {state.status === 'failed' ? (
        <ErrorState words={thrownErrorWords(text, state.error)} actions={<Button onClick={retry}>{t('ecg.retry')}</Button>} />
      ) : null}
      {state.status === 'shown' ? (
        <EcgDesk
          key={uid}
          ecg={state.ecg}
          instances={state.instances}
          view={view}
          scale={scale}
          onViewChange={changeView}
          onChoose={(next) => {
            changeView({ ...view, windowStartMs: 0 });
            setChosenUid(next);
          }}
        />
      ) : null}
    </section>
  );
}

interface EcgDeskProps {
  readonly ecg: LoadedEcg;
  readonly instances: readonly EcgInstance[];
  readonly view: EcgView;
  readonly scale: ScreenScale;
  readonly onViewChange: (view: EcgView) => void;
  readonly onChoose: (sopInstanceUid: string) => void;
}

/** One ECG with its tools. */
function EcgDesk({ ecg, instances, view, scale, onViewChange, onChoose }: EcgDeskProps) {
  const { t } = useText();
  const [calipers, setCalipers] = useState<Calipers>({});
  const derivable = useMemo(() => deriveLimbLeads(ecg.recording), [ecg]);
  const recording = useMemo(() => view.derivesLimbLeads ? withTraces(ecg.recording, derivable) : ecg.recording, [ecg, derivable, view.derivesLimbLeads]);
  const layoutKinds = layoutKindsFor(recording.traces.map((trace) => trace.key));
  const layoutKind = shownLayoutKind(ecg, view);

  const changeView = (next: EcgView) => {
    // A tool that is put away takes its caliper along.
    if (view.tool !== undefined && next.tool === undefined) setCalipers(withoutCaliper(calipers, view.tool));
    onViewChange(next);
  };
  // Scrolling changes the view many times a second; the table does not depend on it.
  const table = useMemo(() => <EcgDeviceTable findings={ecg.findings} recording={recording} />, [ecg, recording]);
  const putAway = (kind: CaliperKind) => {
    setCalipers(withoutCaliper(calipers, kind));
    if (view.tool === kind) onViewChange({ ...view, tool: undefined });
  };
  useKeyAction(ECG_ACTIONS.layout, () => changeView({ ...view, layoutKind: nextOf(layoutKinds, layoutKind) }));
  useKeyAction(ECG_ACTIONS.speed, () => changeView(withNextSpeed(view)));
  useKeyAction(ECG_ACTIONS.gain, () => changeView(withNextGain(view)));
  useKeyAction(ECG_ACTIONS.timeCaliper, () => changeView(withToolToggled(view, 'time')));
  useKeyAction(ECG_ACTIONS.voltageCaliper, () => changeView(withToolToggled(view, 'voltage')));
  useKeyAction(ECG_ACTIONS.brightPaper, () => changeView({ ...view, isBrightPaper: !view.isBrightPaper }));

  return (
    <>
      <div className={styles['bar']}>
        <EcgToolbar view={view} layoutKind={layoutKind} layoutKinds={layoutKinds} canDerive={derivable.length > 0} onChange={changeView} />
        {instances.length < 2 ? null : (
          <select aria-label={t('ecg.instance')} value={ecg.recording.sopInstanceUid} onChange={(event) => onChoose(event.target.value)}>
            {instances.map((instance, index) => (
              <option key={instance.sopInstanceUid} value={instance.sopInstanceUid}>
                {t('ecg.instance.option', { number: index + 1, ...timeFact(instance.acquisitionDateTime) })}
              </option>
            ))}
          </select>
        )}
      </div>
      {recording.traces.length === 0 ? (
        <EmptyState icon={<CircleSlash2 />} title={t('ecg.empty.title')} detail={t('ecg.empty.detail')} />
      ) : (
        <EcgPaper
          recording={recording}
          view={view}
          layoutKind={layoutKind}
          scale={scale}
          calipers={calipers}
          onCalipersChange={setCalipers}
          onCaliperPutAway={putAway}
          onScroll={(windowStartMs) => onViewChange({ ...view, windowStartMs })}
        />
      )}
      {table}
    </>
  );
}

function shownLayoutKind(ecg: LoadedEcg, view: EcgView) {
  const keys = ecg.recording.traces.map((trace) => trace.key);
  return view.layoutKind !== undefined && layoutKindsFor(keys).includes(view.layoutKind) ? view.layoutKind : defaultLayoutKind(keys);
}

/** `2013-01-25 10:59` of a DT value; nothing when it has no time. */
function timeFact(dateTime: string): { readonly time?: string } {
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})/.exec(dateTime);
  return match === null ? {} : { time: `${match[1]}-${match[2]}-${match[3]} ${match[4]}:${match[5]}` };
}
