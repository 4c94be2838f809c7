import { markOf } from '#shared/structured-report/read-key-object.ts';
import type { PresentationState } from '#shared/dicom/presentation/presentation-state.ts';
import type { ShownFrame } from '#renderer/imaging/engine/viewport-state.ts';
import { useText, type Text } from '#renderer/text/use-text.ts';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { CheckItem, PopoverMenu } from '#renderer/ui/Popover.tsx';
import { coversFrame, type LayerAct, type LayerChoice, type OfferedLayers } from './object-layers.ts';
import { VIEWER_KEYS } from '../keys/viewer-keys.ts';
import styles from './ViewportObjects.module.css';

export interface ViewportObjectsProps {
  /** Zero-based place on the desk. */
  readonly index: number;
  readonly isActive: boolean;
  readonly shown: ShownFrame | undefined;
  readonly offered: OfferedLayers;
  readonly choice: LayerChoice;
  readonly onAct: (act: LayerAct) => void;
}

/** More lines would cover the picture and the words at its foot; the menu names all. */
const LEGEND_LINES = 10;

/** What lies over the pictures of a viewport or could: presentation states, segments, contours, key marks; and the legend of what is on. */
export function ViewportObjects({ index, isActive, shown, offered, choice, onAct }: ViewportObjectsProps) {
  const text = useText();
  const { t } = text;
  const { presentations, overlays, keySelections, keyFrameCount } = offered;
  useKeyAction(VIEWER_KEYS.keyImagesOnly, () => onAct({ kind: 'key-only', index, isOn: !choice.isKeyOnly }), isActive && keyFrameCount > 0);
  if (presentations.length + overlays.length + keySelections.length === 0) return null;
  const applied = presentations.find(({ sopInstanceUid }) => sopInstanceUid === choice.presentationUid);
  const legend = overlays.flatMap(({ object, entries }) =>
    entries.filter(({ name }) => choice.on.has(name)).map((entry) => (object.content.kind === 'structured-report' ? { ...entry, label: t('truth.report-graphics') } : entry)),
  );
  const mark = shown === undefined ? undefined : markOf(keySelections, shown.frame.sopInstanceUid, shown.frame.frameNumber);
  return (
    <div className={styles['objects']} data-testid="viewport-objects">
      <div className={styles['menu']}>
        <PopoverMenu label={t('viewer.objects', { count: presentations.length + overlays.length + keySelections.length })} isOn={applied !== undefined || legend.length > 0 || choice.isKeyOnly}>
          {presentations.length === 0 ? null : <h4 className={styles['title']}>{t('viewer.objects.presentations')}</h4>}
          {presentations.map((state) => (
            <CheckItem
              key={state.sopInstanceUid}
              label={presentationWords(text, state)}
              isChecked={state.sopInstanceUid === choice.presentationUid}
              onChange={(isOn) => onAct({ kind: 'present', index, presentationUid: isOn ? state.sopInstanceUid : undefined })}
            />
          ))}
          {overlays.map(({ object, title, entries }) => (
            <section key={object.sopInstanceUid}>
              <h4 className={styles['title']}>
                {object.content.kind === 'structured-report'
                  ? t('truth.report-graphics')
                  : t(object.content.kind === 'segmentation' ? 'viewer.objects.segmentation' : 'viewer.objects.structures', title === '' ? {} : { name: title })}
              </h4>
              {entries.length < 2 ? null : (
                <CheckItem
                  label={t('viewer.objects.all')}
                  isChecked={entries.every(({ name }) => choice.on.has(name))}
                  onChange={(isOn) => onAct({ kind: 'switch', index, names: entries.map(({ name }) => name), isOn })}
                />
              )}
              {entries.map(({ name, label, colour }) => (
                <CheckItem
                  key={name}
                  label={
                    <>
                      <i className={styles['swatch']} style={{ background: `rgb(${colour.join(' ')})` }} />
                      {object.content.kind === 'structured-report' ? t('truth.report-graphics-count', { count: Number(label) }) : label}
                    </>
                  }
                  isChecked={choice.on.has(name)}
                  onChange={(isOn) => onAct({ kind: 'switch', index, names: [name], isOn })}
                />
              ))}
            </section>
          ))}
          {overlays.some(({ object }) => object.content.kind === 'segmentation') ? (
            <CheckItem label={t('truth.outlines')} isChecked={choice.isOutlined} onChange={(isOn) => onAct({ kind: 'outline', index, isOn })} />
          ) : null}
          {keyFrameCount === 0 ? null : (
            <>
              <h4 className={styles['title']}>{t('viewer.objects.key')}</h4>
              <CheckItem
                label={t('viewer.objects.key-only', { count: keyFrameCount })}
                isChecked={choice.isKeyOnly}
                onChange={(isOn) => onAct({ kind: 'key-only', index, isOn })}
              />
            </>
          )}
        </PopoverMenu>
      </div>
      {mark?.key === undefined ? null : (
        <p className={styles['key']} data-testid="key-mark">{`★ ${t('viewer.objects.key-mark', factsOf({ title: mark.key.title?.meaning, who: mark.key.observer, what: mark.key.description }))}`}</p>
      )}
      {mark?.rejected === undefined ? null : (
        <p className={styles['rejected']} data-testid="rejected-mark">{`▲ ${t('viewer.objects.rejected-mark', factsOf({ title: mark.rejected.title?.meaning, who: mark.rejected.observer }))}`}</p>
      )}
      {applied === undefined || shown === undefined ? null : (
        <p className={styles['line']} data-testid="presentation-mark">
          {coversFrame(applied, shown) ? t('viewer.objects.presented', { name: presentationWords(text, applied) }) : t('viewer.objects.not-presented')}
        </p>
      )}
      {legend.length === 0 ? null : (
        <ul className={styles['legend']} data-testid="legend">
          {legend.slice(0, LEGEND_LINES).map(({ name, label, colour }) => (
            <li key={name}>
              <i className={styles['swatch']} style={{ background: `rgb(${colour.join(' ')})` }} />
              {label}
            </li>
          ))}
          {legend.length > LEGEND_LINES ? <li>{t('truth.legend-more', { count: legend.length - LEGEND_LINES })}</li> : null}
        </ul>
      )}
    </div>
  );
}

/** Name, author, when, and what of it cannot be shown. */
function presentationWords({ t }: Text, { label, description, creator, createdAt, gaps }: PresentationState): string {
  const name = description || label;
  const words = [name === '' ? t('viewer.objects.unnamed') : name, creator, createdAt.slice(0, 10)].filter((part) => part !== '').join(' · ');
  return gaps.length === 0 ? words : t('viewer.objects.gaps', { name: words, gaps: gaps.map((gap) => t(`viewer.objects.gap.${gap}`)).join(t('viewer.objects.and')) });
}

/** Facts that are there. */
function factsOf(facts: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(facts).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]])));
}
