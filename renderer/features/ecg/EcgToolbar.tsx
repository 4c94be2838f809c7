import type { ReactNode } from 'react';
import { GAINS, PAPER_SPEEDS, type LayoutKind } from '#shared/ecg/layout.ts';
import { useText } from '#renderer/text/use-text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { ariaKeys, printedKey, type KeyAction } from '#renderer/ui/keyboard/key-action.ts';
import { ECG_ACTIONS } from './ecg-actions.ts';
import { COMPARISONS, FILTER_PRESETS, filterPresetOf, nextOf, withNextMagnification, withToolToggled, type EcgView } from './ecg-view.ts';
import styles from './EcgToolbar.module.css';

export interface EcgToolbarProps {
  readonly view: EcgView;
  readonly layoutKind: LayoutKind;
  readonly layoutKinds: readonly LayoutKind[];
  /** The recording lacks limb leads that can be computed. */
  readonly canDerive: boolean;
  /** There is a previous ECG. */
  readonly canCompare: boolean;
  readonly onChange: (view: EcgView) => void;
}

/** Layout, speed, gain, calipers, paper: each with its key under what is on. */
export function EcgToolbar({ view, layoutKind, layoutKinds, canDerive, canCompare, onChange }: EcgToolbarProps) {
  const { t } = useText();
  return (
    <div className={styles['tools']} role="toolbar" aria-label={t('ecg.label')}>
      {layoutKinds.map((kind) => (
        <Tool key={kind} isOn={kind === layoutKind} action={ECG_ACTIONS.layout} showsKey={kind === layoutKind} onPress={() => onChange({ ...view, layoutKind: kind })}>
          {t(`ecg.layout.${kind}`)}
        </Tool>
      ))}
      <hr />
      {PAPER_SPEEDS.map((speed) => {
        const isOn = speed === view.paperSpeedMmPerS;
        return (
          <Tool key={speed} isOn={isOn} action={ECG_ACTIONS.speed} showsKey={isOn} onPress={() => onChange({ ...view, paperSpeedMmPerS: speed })}>
            {isOn ? t('ecg.speed', { speed }) : speed}
          </Tool>
        );
      })}
      <hr />
      {GAINS.map((gain) => {
        const isOn = gain === view.gainMmPerMv;
        return (
          <Tool key={gain} isOn={isOn} action={ECG_ACTIONS.gain} showsKey={isOn} onPress={() => onChange({ ...view, gainMmPerMv: gain })}>
            {isOn ? t('ecg.gain', { gain }) : gain}
          </Tool>
        );
      })}
      <hr />
      {FILTER_PRESETS.map(({ name, filters }) => {
        const isOn = filterPresetOf(view) === name;
        return (
          <Tool key={name} isOn={isOn} action={ECG_ACTIONS.filter} showsKey={isOn} onPress={() => onChange({ ...view, filters })}>
            {t(`ecg.filter.${name}`)}
          </Tool>
        );
      })}
      <hr />
      <Tool isOn={view.tool === 'time'} action={ECG_ACTIONS.timeCaliper} showsKey onPress={() => onChange(withToolToggled(view, 'time'))}>
        {t('ecg.action.time-caliper')}
      </Tool>
      <Tool isOn={view.tool === 'voltage'} action={ECG_ACTIONS.voltageCaliper} showsKey onPress={() => onChange(withToolToggled(view, 'voltage'))}>
        {t('ecg.action.voltage-caliper')}
      </Tool>
      <Tool isOn={view.marchesOut} action={ECG_ACTIONS.marchOut} showsKey onPress={() => onChange({ ...view, marchesOut: !view.marchesOut })}>
        {t('ecg.action.march-out')}
      </Tool>
      {canCompare ? (
        <Tool isOn={view.comparison !== 'none'} action={ECG_ACTIONS.comparison} showsKey onPress={() => onChange({ ...view, comparison: nextOf(COMPARISONS, view.comparison) })}>
          {t(`ecg.comparison.${view.comparison}`)}
        </Tool>
      ) : null}
      {canDerive ? (
        <Tool isOn={view.derivesLimbLeads} showsKey={false} onPress={() => onChange({ ...view, derivesLimbLeads: !view.derivesLimbLeads })}>
          {t('ecg.action.derive')}
        </Tool>
      ) : null}
      <span className={styles['space']} />
      <Tool isOn={view.magnification !== 1} showsKey={false} onPress={() => onChange(withNextMagnification(view))}>
        {view.magnification === 1 ? t('ecg.action.magnify') : t('ecg.magnified', { factor: view.magnification })}
      </Tool>
      <Tool isOn={view.isBrightPaper} action={ECG_ACTIONS.brightPaper} showsKey onPress={() => onChange({ ...view, isBrightPaper: !view.isBrightPaper })}>
        {t('ecg.action.bright-paper')}
      </Tool>
    </div>
  );
}

interface ToolProps {
  readonly isOn: boolean;
  readonly action?: KeyAction;
  readonly showsKey: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

function Tool({ isOn, action, showsKey, onPress, children }: ToolProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      aria-keyshortcuts={action === undefined ? undefined : ariaKeys(action.keys)}
      className={classNames(styles['tool'], isOn && styles['on'])}
      onClick={onPress}
    >
      <span>{children}</span>
      <kbd aria-hidden="true">{showsKey && action !== undefined ? printedKey(action.keys[0] ?? '') : ''}</kbd>
    </button>
  );
}
