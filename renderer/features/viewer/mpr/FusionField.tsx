import { FUSION_TABLES } from '#shared/dicom/volume/fusion-colours.ts';
import type { LinkRefusal } from '#shared/imaging-passport/spatial-link.ts';
import type { OpenVolume } from '#renderer/imaging/volume/open-volume.ts';
import { errorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { KeyCap } from '#renderer/ui/keyboard/KeyCap.tsx';
import { suvWords } from '../measuring/measurement-words.ts';
import { MPR_KEYS } from './mpr-keys.ts';
import { hasUptakeValues, SUV_LIMITS, type FusionLook } from './use-fusion.ts';
import type { VolumeState } from './use-volume.ts';
import styles from './MprDesk.module.css';

export interface FusionFieldProps {
  /** Undefined while it is switched off. */
  readonly state: VolumeState | undefined;
  readonly look: FusionLook;
  readonly onToggle: () => void;
  readonly onLook: (look: FusionLook) => void;
}

/** Uptake over the planes: on or off, how strong, in which colours, up to which value, and what that value is. */
export function FusionField({ state, look, onToggle, onLook }: FusionFieldProps) {
  const text = useText();
  const { t } = text;
  return (
    <fieldset className={styles['slab']} data-testid="fusion" data-status={state?.status ?? 'off'}>
      <legend>{t('fusion.title')}</legend>
      <button type="button" aria-pressed={state !== undefined} className={classNames(state !== undefined && styles['on'])} onMouseDown={keepFocus} onClick={onToggle}>
        <KeyCap keys={MPR_KEYS.fusion.keys[0]} />
        {t(state === undefined ? 'fusion.show' : 'fusion.hide')}
      </button>
      {state?.status === 'building' ? <span role="status">{t('mpr.building', { done: state.done, total: state.total })}</span> : null}
      {state?.status === 'failed' ? <span role="alert">{errorWords(text, state.code).title}</span> : null}
      {state?.status === 'ready' ? <Look volume={state.volume} look={look} onLook={onLook} /> : null}
    </fieldset>
  );
}

/** Why the PET beside the planes is not laid over them. */
export function FusionRefused({ reason }: { readonly reason: LinkRefusal }) {
  const { t } = useText();
  return <p className={styles['hint']} data-testid="fusion-refused">{t('fusion.refused', { reason: t(`viewer.link.refusal.${reason}`) })}</p>;
}

/** What to do for a fusion, where no PET hung beside the planes when they were opened. */
export function FusionMissing() {
  const { t } = useText();
  return <p className={styles['hint']} role="status" data-testid="fusion-missing">{t('fusion.missing')}</p>;
}

function Look({ volume, look, onLook }: { readonly volume: OpenVolume; readonly look: FusionLook; readonly onLook: (look: FusionLook) => void }) {
  const text = useText();
  const { t } = text;
  const isUptake = hasUptakeValues(volume);
  const choice = (isOn: boolean, words: string, next: FusionLook) => (
    <button key={words} type="button" aria-pressed={isOn} className={classNames(isOn && styles['on'])} onMouseDown={keepFocus} onClick={() => onLook(next)}>
      {words}
    </button>
  );
  return (
    <>
      <label>
        {t('fusion.opacity', { percent: Math.round(look.opacity * 100) })}
        <input type="range" min={0} max={100} step={5} value={Math.round(look.opacity * 100)} aria-label={t('fusion.opacity-label')} onChange={(event) => onLook({ ...look, opacity: event.target.valueAsNumber / 100 })} />
      </label>
      <div>{FUSION_TABLES.map((table) => choice(look.table === table, t(`fusion.table.${table}`), { ...look, table }))}</div>
      <div>{SUV_LIMITS.map((limit) => choice(look.limit === limit, isUptake ? t('fusion.suv-limit', { limit }) : t('fusion.share-limit', { percent: Math.round((100 * limit) / 15) }), { ...look, limit }))}</div>
      {/* Without its preconditions there is no uptake value, and the reason is said. */}
      <p className={styles['hint']} data-testid="fusion-suv">{suvWords(text, volume.suv ?? { kind: 'not-computable', reason: 'units' }).join(' ')}</p>
    </>
  );
}

/** The keys stay with the pictures. */
function keepFocus(event: { readonly preventDefault: () => void }): void {
  event.preventDefault();
}
