import { planeNormal } from '#shared/dicom/geometry/image-plane.ts';
import type { RepairedText } from '#shared/dicom/data-set/data-set.ts';
import type { PatientContradiction } from '#shared/dicom/values/patient-identity.ts';
import type { SeriesSummary } from '#shared/contract/services/studies.contract.ts';
import type { ShownFrame, ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import { stackWords } from '#renderer/text/passport-words.ts';
import { useText, type Text } from '#renderer/text/use-text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { lettersOf } from './eye.ts';
import type { Fidelity, Loss } from './fidelity.ts';
import { PassportBadge, PlaceMarks } from './PassportBadge.tsx';
import type { ViewportIdentity } from '../reading-study.ts';
import { scaleBar, scaleWords } from './scale-bar.ts';
import styles from './ViewportOverlay.module.css';

export interface ViewportOverlayProps {
  readonly state: ViewportState;
  readonly identity: ViewportIdentity | undefined;
  /** What speaks against this being the patient of the case; undefined: nothing. */
  readonly contradiction: PatientContradiction | undefined;
  readonly series: SeriesSummary | undefined;
  readonly fidelity: Fidelity;
  /** What and where may be hidden; who and truth are always there. */
  readonly isTextShown: boolean;
  /** The physician marked the frame for the report. */
  readonly isKeyImage: boolean;
  readonly isPassportOpen: boolean;
  /** The edge at which the chest wall of a mammogram lies: words stay away from the breast. */
  readonly chestWall: 'left' | 'right' | undefined;
  readonly onTogglePassport: () => void;
  /** One press takes the physician's calibration of the image away. */
  readonly onRemoveCalibration: () => void;
}

/** The four corners, the letters at the sides and the scale bar. */
export function ViewportOverlay(props: ViewportOverlayProps) {
  const { state, identity, contradiction, series, fidelity, isTextShown, isKeyImage, isPassportOpen, chestWall, onTogglePassport, onRemoveCalibration } = props;
  const text = useText();
  const { shown } = state;
  return (
    <div className={styles['overlay']} data-chest-wall={chestWall}>
      <div className={styles['top-words']}>
        {identity === undefined ? null : (
          <div className={classNames(styles['corner'], styles['topLeft'])} data-testid="viewport-identity">
            <div className={classNames(contradiction !== undefined && styles['other'])}>{identity.who}</div>
            {contradiction === undefined ? null : <div className={styles['other']}>{`◆ ${text.t(`viewer.other-patient.${contradiction}`)}`}</div>}
            {shown?.image.nameRepair === undefined ? null : <Repaired repair={shown.image.nameRepair} />}
            <div>{identity.hospital}</div>
            <div>{identity.when}</div>
          </div>
        )}
        {shown === undefined || !isTextShown ? null : <What text={text} shown={shown} series={series} state={state} />}
      </div>
      {shown === undefined || !isTextShown ? null : <Where text={text} shown={shown} state={state} />}
      <div className={classNames(styles['corner'], styles['bottomRight'])}>
        {isKeyImage ? (
          <span className={classNames(styles['badge'], styles['key'])} data-testid="key-image-mark">
            {`★ ${text.t('hands.key-image')}`}
          </span>
        ) : null}
        <PassportBadge state={state} isOpen={isPassportOpen} onToggle={onTogglePassport} />
        {shown?.spacing.kind === 'user-calibrated' ? (
          <button type="button" className={classNames(styles['badge'], styles['warn'], styles['press'])} title={text.t('viewer.calibration.remove')} data-testid="calibration-mark" onClick={onRemoveCalibration}>
            {text.t('viewer.calibration.mark', { length: shown.spacing.knownLengthMm.toFixed(1) })}
          </button>
        ) : null}
        <Badge fidelity={fidelity} />
      </div>
      <PlaceMarks state={state} />
    </div>
  );
}

function What({ text, shown, series, state: { stack, stackSize, areOverlaysHidden } }: { readonly text: Text; readonly shown: ShownFrame; readonly series: SeriesSummary | undefined; readonly state: ViewportState }) {
  const { t, format } = text;
  const { image, stackIndex } = shown;
  const { sliceThicknessMm } = shown.description;
  const thickness = sliceThicknessMm === undefined ? '' : `${Number(sliceThicknessMm.toFixed(2))} mm`;
  const own = stack === undefined ? '' : stackWords(text, stack.passport, stack.place, stack.siblings);
  const side = [image.laterality, image.viewPosition].filter((part) => part !== '').join(' ');
  // A mammogram is often called as it is seen: once is enough.
  const called = image.seriesDescription.trim().toUpperCase() === side.toUpperCase() ? '' : image.seriesDescription;
  const name = [`${image.modality} ${format.bodyPart(series?.bodyPart ?? '')}`.trim(), called, own, side].filter((part) => part !== '').join(' · ');
  const number = t(shown.description.plane === undefined ? 'viewer.frame-number' : 'viewer.image-number', { number: stackIndex + 1, count: stackSize });
  return (
    <div className={classNames(styles['corner'], styles['topRight'])} data-testid="viewport-what">
      <div>{name}</div>
      <div className={styles['number']}>{[image.convolutionKernel, thickness, number].filter((part) => part !== '').join(' · ')}</div>
      <div>{windowWords(text, shown)}</div>
      {image.overlayPlanes.length === 0 ? null : (
        <div>{t(areOverlaysHidden ? 'viewer.overlay-planes-hidden' : 'viewer.overlay-planes', { count: image.overlayPlanes.length })}</div>
      )}
    </div>
  );
}

export function Where({ text, shown, state }: { readonly text: Text; readonly shown: ShownFrame; readonly state: ViewportState }) {
  const { t } = text;
  const labels = lettersOf(shown, state);
  const bar = state.pixelsPerMm === undefined ? undefined : scaleBar(state.pixelsPerMm, state.widthPx);
  return (
    <>
      <div className={classNames(styles['corner'], styles['bottomLeft'])} data-testid="viewport-where">
        <div>{t('viewer.zoom', { factor: state.zoom.toFixed(2) })}</div>
        <div>{positionWords(shown)}</div>
      </div>
      {(['left', 'right', 'top', 'bottom'] as const).map((side) =>
        labels[side] === '' ? null : (
          <span key={side} className={classNames(styles['letter'], styles[side])} data-testid={`orientation-${side}`}>
            {labels[side]}
          </span>
        ),
      )}
      {bar === undefined ? null : (
        <span className={styles['scale']} data-testid="scale-bar">
          <i style={{ width: bar.lengthPx }} />
          {scaleWords(text, shown, bar.lengthMm)}
        </span>
      )}
    </>
  );
}

/** The name is not as its object declared it. */
function Repaired({ repair: { declared, readAs } }: { readonly repair: RepairedText }) {
  const { t } = useText();
  return (
    <div className={styles['repaired']} title={t('viewer.name-repaired.detail', { readAs, ...(declared === '' ? {} : { declared }) })} data-testid="name-repaired">
      ▲ {t('viewer.name-repaired')}
    </div>
  );
}

/** ● whole, ▲ lossy or incomplete, ◐ still coming. */
function Badge({ fidelity }: { readonly fidelity: Fidelity }) {
  const { t } = useText();
  if (fidelity.kind === 'none') return null;
  const lossWords = (loss: Loss | undefined) =>
    loss === undefined ? [] : [t('viewer.fidelity.lossy', loss.ratio === undefined ? {} : { ratio: Number(loss.ratio.toFixed(1)) })];
  if (fidelity.kind === 'partial') {
    const { held, expected, film, loss } = fidelity;
    const arriving = film === undefined || expected > 1 ? [t('viewer.fidelity.arriving', { held, expected })] : [];
    const frames = film === undefined ? [] : [t('viewer.fidelity.arriving-frames', { here: film.framesHere, count: film.frameCount })];
    const words = [...arriving, ...frames, ...lossWords(loss), t('viewer.fidelity.locked')];
    return <span className={classNames(styles['badge'], styles['warn'])} data-testid="fidelity">{`◐ ${words.join(' · ')}`}</span>;
  }
  const words = [
    ...lossWords(fidelity.kind === 'lossy' ? fidelity.loss : undefined),
    ...(fidelity.missing > 0 ? [t('viewer.fidelity.incomplete', { count: fidelity.missing })] : []),
  ];
  const isFull = words.length === 0;
  return (
    <span className={classNames(styles['badge'], styles[isFull ? 'full' : 'warn'])} data-testid="fidelity">
      {isFull ? `● ${t('viewer.fidelity.full')}` : `▲ ${words.join(' · ')}`}
    </span>
  );
}

/** The name that the hospital gave the window, where it is one of the image's own. Window Center & Width Explanation (0028,1055). */
function windowName({ voi, description }: ShownFrame): string {
  const own = description.voiSuggestions.find((one) => one.kind === 'window' && voi.kind === 'window' && one.windowCenter === voi.windowCenter && one.windowWidth === voi.windowWidth);
  return own?.explanation ?? '';
}

/** The window in words: table, or width and centre, with the hospital's name for it. */
export function windowWords({ t, format }: Text, shown: ShownFrame): string {
  const { voi, image } = shown;
  if (!image.photometricInterpretation.startsWith('MONOCHROME')) return '';
  if (voi.kind === 'table') return t('viewer.window-table', voi.table.explanation === '' ? {} : { name: voi.table.explanation });
  const digits = voi.windowWidth < 20 ? 2 : 0;
  const name = windowName(shown);
  return t('viewer.window', { width: format.number(voi.windowWidth, digits), center: format.number(voi.windowCenter, digits), ...(name === '' ? {} : { name }) });
}

/** Where the slice lies on the axis it is cut across: `Z +52.0 mm`. */
function positionWords({ description }: ShownFrame): string {
  const { plane } = description;
  if (plane === undefined) return '';
  const sizes = planeNormal(plane).map(Math.abs);
  const axis = sizes.indexOf(Math.max(...sizes));
  const position = plane.positionMm[axis] ?? 0;
  return `${'XYZ'.charAt(axis)} ${position < 0 ? '−' : '+'}${Math.abs(position).toFixed(1)} mm`;
}
