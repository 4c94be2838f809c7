import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { CircleSlash2 } from 'lucide-react';
import { deriveLimbLeads, withTraces } from '#shared/ecg/derived-lead.ts';
import type { EcgMeasurements } from '#shared/ecg/ecg-measurements.ts';
import { filterChoiceOf, INITIAL_READING, overridesOf, remainingFilters } from '#shared/ecg/ecg-reading-settings.ts';
import type { EcgRecording } from '#shared/ecg/ecg-recording.ts';
import { summariseFilters } from '#shared/ecg/filter-summary.ts';
import { filterRecording } from '#shared/ecg/filter/apply-filters.ts';
import { ecgHints } from '#shared/ecg/hints.ts';
import { valuesOf } from '#shared/ecg/measure-ecg.ts';
import { defaultLayoutKind, layoutKindsFor } from '#shared/ecg/layout.ts';
import { ASSUMED_SCREEN_SCALE, type ScreenScale } from '#shared/ecg/screen-scale.ts';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { EcgDeviceTable, type ChildOfEcg } from './EcgDeviceTable.tsx';
import { EcgPaper } from './EcgPaper.tsx';
import { EcgToolbar } from './EcgToolbar.tsx';
import { ECG_ACTIONS } from './ecg-actions.ts';
import { withoutCaliper, type CaliperKind, type Calipers } from './caliper-edit.ts';
import type { EcgInstance, EcgSource, LoadedEcg } from './ecg-source.ts';
import { snapTimesMs } from './caliper-snap.ts';
import { EcgMedianPanel } from './EcgMedianPanel.tsx';
import { COMPARISONS, drawnScale, filterPresetOf, INITIAL_VIEW, nextOf, viewOfReading, withNextFilter, withNextGain, withNextSpeed, withToolToggled, type EcgView } from './ecg-view.ts';
import type { PaperPress } from './paper-press.ts';
import { useEcg, type PreparedEcg } from './use-ecg.ts';
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
  /** @param sopInstanceUid the recording that is looked at */
  readonly onViewChange?: (view: EcgView, sopInstanceUid: string) => void;
  /** The previous ECG of the patient, from any hospital. */
  readonly previous?: PreviousEcg;
  /** Of a child: its age and the limits of that age. Identity must be stable between renders. */
  readonly child?: ChildOfEcg;
  /** What was read before the page came. */
  readonly prepared?: PreparedEcg;
  /** Memory of the paper before. Identity must be stable. */
  readonly press?: PaperPress;
  /** Called when numbers change: a recording was opened, a mark was moved. */
  readonly onMeasured?: (measured: MeasuredEcg) => void;
  /** Called once for each ECG that is on the screen. */
  readonly onShown?: (ecg: LoadedEcg) => void;
  readonly onFailed?: (error: unknown) => void;
}

export interface PreviousEcg {
  readonly ecg: LoadedEcg;
  /** When and where: `2026-05-12 · 鹤溪县人民医院`. */
  readonly name: string;
}

/** The numbers of the ECG on the screen. */
export interface MeasuredEcg {
  readonly ecg: LoadedEcg;
  readonly measurements: EcgMeasurements;
  readonly qtcFormula: EcgView['qtcFormula'];
}

/** Reads one ECG of a series: paper with calipers, median beat with marks, numbers beside the device's and the previous ones. Keys: `ecg-actions.ts`. */
export function EcgReader({ source, sopInstanceUid, screenScale = ASSUMED_SCREEN_SCALE, initialView, onViewChange, previous, child, prepared, press, onMeasured, onShown, onFailed }: EcgReaderProps) {
  const text = useText();
  const { t } = text;
  const [chosenUid, setChosenUid] = useState<string>();
  const { state, retry } = useEcg(source, chosenUid ?? sopInstanceUid, prepared);
  const [view, setView] = useState<EcgView>({ ...INITIAL_VIEW, ...initialView });
  const ecg = state.status === 'shown' ? state.ecg : undefined;
  const error = state.status === 'failed' ? state.error : undefined;

  const toldUid = useRef<string>(undefined);
  useEffect(() => {
    // Once: what the physician did to it since then is not in it.
    if (ecg === undefined || toldUid.current === ecg.recording.sopInstanceUid) return;
    toldUid.current = ecg.recording.sopInstanceUid;
    onShown?.(ecg);
  }, [ecg, onShown]);
  useEffect(() => {
    if (error !== undefined) onFailed?.(error);
  }, [error, onFailed]);

  const uid = ecg?.recording.sopInstanceUid;
  const [adoptedUid, setAdoptedUid] = useState<string>();
  if (ecg !== undefined && uid !== adoptedUid) {
    // Marks belong to one recording; what was done to it before comes with it.
    setAdoptedUid(uid);
    setView({ ...view, marks: {}, ...(ecg.reading === undefined ? {} : viewOfReading(ecg.reading)) });
  }
  const changeView = (next: EcgView) => {
    setView(next);
    if (uid !== undefined) onViewChange?.(next, uid);
  };
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
      data-whole={ecg?.isWhole}
      data-layout={layoutKind}
      data-paper-speed={view.paperSpeedMmPerS}
      data-gain={view.gainMmPerMv}
      data-filter={filterPresetOf(view)}
      data-comparison={view.comparison}
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
          previous={previous}
          child={child}
          press={press}
          onMeasured={onMeasured}
          onViewChange={changeView}
          onChoose={(next) => {
            setView({ ...view, windowStartMs: 0 });
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
  readonly previous: PreviousEcg | undefined;
  readonly child: ChildOfEcg | undefined;
  readonly press: PaperPress | undefined;
  readonly onMeasured: ((measured: MeasuredEcg) => void) | undefined;
  readonly onViewChange: (view: EcgView) => void;
  readonly onChoose: (sopInstanceUid: string) => void;
}

/** One ECG with its tools. */
function EcgDesk({ ecg, instances, view, scale, previous, child, press, onMeasured, onViewChange, onChoose }: EcgDeskProps) {
  const { t } = useText();
  const [calipers, setCalipers] = useState<Calipers>({});
  const derivable = useMemo(() => deriveLimbLeads(ecg.recording), [ecg]);
  const recording = useMemo(() => view.derivesLimbLeads ? withTraces(ecg.recording, derivable) : ecg.recording, [ecg, derivable, view.derivesLimbLeads]);
  const measurements = useMemo(() => valuesOf(ecg.analysis, overridesOf({ marks: view.marks })), [ecg, view.marks]);
  const compared = view.comparison === 'none' ? undefined : previous;
  const before = useMemo(() => compared === undefined ? undefined : valuesOf(compared.ecg.analysis, overridesOf(compared.ecg.reading ?? INITIAL_READING)), [compared]);
  const filtered = useMemo(() => throughFilters(recording, view.filters), [recording, view.filters]);
  const beside = useMemo(
    () => compared === undefined || view.comparison !== 'beside' ? undefined : alignedOn(throughFilters(compared.ecg.recording, view.filters), firstBeatMs(before), firstBeatMs(measurements)),
    [compared, before, measurements, view.comparison, view.filters],
  );
  const hints = useMemo(() => ecgHints(recording, ecg.analysis, measurements), [recording, ecg, measurements]);
  const snapTimes = useMemo(() => snapTimesMs(measurements), [measurements]);
  useEffect(() => onMeasured?.({ ecg, measurements, qtcFormula: view.qtcFormula }), [ecg, measurements, view.qtcFormula, onMeasured]);
  const layoutKinds = layoutKindsFor(recording.traces.map((trace) => trace.key));
  const layoutKind = shownLayoutKind(ecg, view);

  const changeView = (next: EcgView) => {
    // A tool that is put away takes its caliper along.
    if (view.tool !== undefined && next.tool === undefined) setCalipers(withoutCaliper(calipers, view.tool));
    onViewChange(next);
  };
  // Scrolling changes the view many times a second; the table does not depend on it.
  const changeMarks = useLatestCallback((marks: EcgView['marks']) => changeView({ ...view, marks }));
  const changeFormula = useLatestCallback((qtcFormula: EcgView['qtcFormula']) => changeView({ ...view, qtcFormula }));
  const table = useMemo(() => (
    <div className={styles['numbers']}>
      <EcgMedianPanel
        measurements={measurements}
        previous={before}
        previousName={compared?.name ?? ''}
        marks={view.marks}
        onMarks={changeMarks}
      />
      <EcgDeviceTable
        findings={ecg.findings}
        recording={recording}
        hints={hints}
        measurements={measurements}
        previous={before}
        child={child}
        qtcFormula={view.qtcFormula}
        onFormula={changeFormula}
      />
    </div>
  ), [ecg, recording, hints, measurements, before, compared, child, view.marks, view.qtcFormula, changeMarks, changeFormula]);
  const putAway = (kind: CaliperKind) => {
    setCalipers(withoutCaliper(calipers, kind));
    if (view.tool === kind) onViewChange({ ...view, tool: undefined });
  };
  useKeyAction(ECG_ACTIONS.layout, () => changeView({ ...view, layoutKind: nextOf(layoutKinds, layoutKind) }));
  useKeyAction(ECG_ACTIONS.speed, () => changeView(withNextSpeed(view)));
  useKeyAction(ECG_ACTIONS.gain, () => changeView(withNextGain(view)));
  useKeyAction(ECG_ACTIONS.timeCaliper, () => changeView(withToolToggled(view, 'time')));
  useKeyAction(ECG_ACTIONS.voltageCaliper, () => changeView(withToolToggled(view, 'voltage')));
  useKeyAction(ECG_ACTIONS.filter, () => changeView(withNextFilter(view)));
  useKeyAction(ECG_ACTIONS.marchOut, () => changeView({ ...view, marchesOut: !view.marchesOut }));
  useKeyAction(ECG_ACTIONS.comparison, () => changeView({ ...view, comparison: nextOf(COMPARISONS, view.comparison) }));
  useKeyAction(ECG_ACTIONS.brightPaper, () => changeView({ ...view, isBrightPaper: !view.isBrightPaper }));

  return (
    <>
      <div className={styles['bar']}>
        <EcgToolbar view={view} layoutKind={layoutKind} layoutKinds={layoutKinds} canDerive={derivable.length > 0} canCompare={previous !== undefined} onChange={changeView} />
        {ecg.isWhole ? null : <p className={styles['rest']} role="status">{t('ecg.loading.rest')}</p>}
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
        <div className={styles['papers']} data-beside={beside !== undefined}>
        <EcgPaper
          recording={filtered}
          press={press}
          snapTimesMs={snapTimes}
          view={view}
          layoutKind={layoutKind}
          scale={scale}
          calipers={calipers}
          onCalipersChange={setCalipers}
          onCaliperPutAway={putAway}
          onScroll={(windowStartMs) => onViewChange({ ...view, windowStartMs })}
          isFollowed={beside !== undefined}
        />
        {beside === undefined || compared === undefined ? null : (
          <EcgPaper
            recording={beside}
            view={view}
            layoutKind={layoutKind}
            scale={scale}
            caption={t('ecg.previous', { name: compared.name })}
            calipers={NO_CALIPERS}
            onCalipersChange={() => undefined}
            onCaliperPutAway={() => undefined}
            onScroll={(windowStartMs) => onViewChange({ ...view, windowStartMs })}
            isFollowed
          />
        )}
        </div>
      )}
      {table}
    </>
  );
}

const NO_CALIPERS: Calipers = {};

/** The recording through the filters that its device has not applied already. */
function throughFilters(recording: EcgRecording, filters: EcgView['filters']): EcgRecording {
  return filterRecording(recording, filterChoiceOf({ filters: remainingFilters({ filters }, summariseFilters(recording.traces)) }));
}

function firstBeatMs(measurements: EcgMeasurements | undefined): number | undefined {
  return measurements?.detection.status === 'found' ? measurements.detection.beats[0]?.timeMs : undefined;
}

/** The previous recording moved in time, so that its first R stands below the first R of this one. */
function alignedOn(recording: EcgRecording, firstMs: number | undefined, targetMs: number | undefined): EcgRecording {
  const shiftMs = firstMs === undefined || targetMs === undefined ? 0 : targetMs - firstMs;
  return shiftMs === 0 ? recording : { ...recording, traces: recording.traces.map((trace) => ({ ...trace, startMs: trace.startMs + shiftMs })) };
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

/** The same function for as long as the component is there; it calls the newest one. */
function useLatestCallback<Argument>(act: (argument: Argument) => void): (argument: Argument) => void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  }, [act]);
  return useCallback((argument: Argument) => latest.current(argument), []);
}
