import type { ReactNode } from 'react';
import { X } from 'lucide-react';
import type { StackPassport } from '#shared/imaging-passport/passport.ts';
import type { ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import { planVolume } from '#shared/imaging-passport/volume-plan.ts';
import { reasonWords, stackWords } from '#renderer/text/passport-words.ts';
import { useText, type Text } from '#renderer/text/use-text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { volumeMarkWords } from '../mpr/mpr-words.ts';
import type { SeriesProgress } from './fidelity.ts';
import styles from './PassportPanel.module.css';

export interface PassportPanelProps {
  readonly state: ViewportState;
  readonly progress: SeriesProgress;
  readonly onClose: () => void;
}

/** The passport of the stack that hangs here, in words: what is known, what to note, what may be done and what not, and why. */
export function PassportPanel({ state: { stack }, progress, onClose }: PassportPanelProps) {
  const text = useText();
  const { t } = text;
  if (stack === undefined) return null;
  const { passport } = stack;
  const name = stackWords(text, passport, stack.place, stack.siblings);
  const verdict = planVolume(passport);
  // Other planes that can be had with a correction are not refused; how they are corrected stands in a row of its own.
  const refused = passport.permissions.refused.filter(({ tool }) => verdict.status === 'refused' || (tool !== 'mpr' && tool !== 'mip'));
  return (
    <aside role="dialog" aria-label={t('passport.title')} className={styles['panel']} data-testid="passport-panel" data-grade={passport.grade}>
      <header>
        <h4>{[t('passport.title'), name].filter((part) => part !== '').join(' · ')}</h4>
        <button type="button" aria-label={t('passport.close')} onMouseDown={(event) => event.preventDefault()} onClick={onClose}>
          <X size={14} aria-hidden="true" />
        </button>
      </header>
      <p className={classNames(styles['grade'], styles[passport.grade])}>{t(`passport.grade.${passport.grade}`)}</p>
      {passport.reasons.length === 0 ? null : (
        <ul>
          {passport.reasons.map((reason) => (
            <li key={reason.code}>{reasonWords(text, reason)}</li>
          ))}
        </ul>
      )}
      <dl>
        <Facts text={text} passport={passport} progress={progress} />
        <dt>{t('passport.row.allowed')}</dt>
        <dd>{passport.permissions.allowed.map((tool) => t(`passport.tool.${tool}`)).join(text.language === 'en' ? ', ' : '、')}</dd>
        {verdict.status === 'refused' || verdict.plan.marks.length === 0 ? null : (
          <>
            <dt>{t('mpr.title')}</dt>
            <dd data-testid="passport-volume">
              {verdict.plan.marks.map((mark) => (
                <div key={mark.kind}>{volumeMarkWords(text, mark)}</div>
              ))}
            </dd>
          </>
        )}
        {refused.length === 0 ? null : (
          <>
            <dt>{t('passport.row.refused')}</dt>
            <dd>
              {refused.map(({ tool, reason }) => (
                <div key={tool}>{t('passport.value.refused', { tool: t(`passport.tool.${tool}`), reason: t(`passport.refusal.${reason}`) })}</div>
              ))}
            </dd>
          </>
        )}
      </dl>
    </aside>
  );
}

function Facts({ text: { t, format }, passport: { geometry, values }, progress }: { readonly text: Text; readonly passport: StackPassport; readonly progress: SeriesProgress }) {
  const { pixelMm, source } = values.spacing;
  const rows: readonly (readonly [name: string, value: ReactNode] | undefined)[] = [
    [t('passport.row.geometry'), t(`passport.geometry.${geometry.kind}`)],
    [t('passport.row.slices'), geometry.sliceCount > 0 ? t('passport.value.slices', { slices: geometry.sliceCount, images: values.imageCount }) : t('passport.value.images', { images: values.imageCount })],
    geometry.sliceSpacingMm === undefined ? undefined : [t('passport.row.step'), t('passport.value.step', { millimetres: format.number(geometry.sliceSpacingMm, 3) })],
    ...geometry.gaps.map(({ fromMm, toMm }) => [t('passport.row.gap'), t('passport.value.gap', { from: format.number(fromMm, 2), to: format.number(toMm, 2) })] as const),
    pixelMm === undefined ? undefined : [t('passport.row.pixel'), t('passport.value.pixel', { row: format.number(pixelMm.row, 3), column: format.number(pixelMm.column, 3) })],
    [t('passport.row.spacing'), t(`passport.spacing.${source}`)],
    [t('passport.row.colour'), t(`passport.colour.${values.colour}`)],
    [t('passport.row.compression'), values.isLossy ? t('passport.value.lossy', values.lossyRatio === undefined ? {} : { ratio: Number(values.lossyRatio.toFixed(1)) }) : t('passport.value.lossless')],
    progress.expectedInstances === 0 ? undefined : [t('passport.row.instances'), t('passport.value.instances', { held: progress.heldInstances, expected: progress.expectedInstances })],
  ];
  return rows.map((row, index) =>
    row === undefined ? null : (
      // eslint-disable-next-line react/no-array-index-key -- rows stand where they stand
      <div key={index} style={{ display: 'contents' }}>
        <dt>{row[0]}</dt>
        <dd>{row[1]}</dd>
      </div>
    ),
  );
}
