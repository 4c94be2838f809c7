import type { Hanging, HungBox } from '#shared/hanging/protocol/match-protocol.ts';
import type { MessageKey } from '#renderer/text/catalogue.ts';
import { useText, type Text } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { PopoverMenu } from '#renderer/ui/Popover.tsx';
import { HANGING_KEYS } from './hanging-keys.ts';
import { isOfCentre, ShareProtocol } from './ShareProtocol.tsx';
import styles from './HangingMenu.module.css';

export interface HangingMenuProps {
  /** All that fit, best first. */
  readonly hangings: readonly Hanging[];
  /** Zero-based; undefined: a hand hung the desk its own way. */
  readonly chosen: number | undefined;
  readonly onChoose: (index: number) => void;
  /** Asks how "Hang it like this next time" would hang the past. */
  readonly onLearn: () => void;
  /** Takes a learned protocol away. */
  readonly onForget: (protocolId: string) => void;
}

/** What hangs the case, why, and what else could. */
export function HangingMenu({ hangings, chosen, onChoose, onLearn, onForget }: HangingMenuProps) {
  const text = useText();
  const { t } = text;
  const now = chosen === undefined ? undefined : hangings[chosen];
  return (
    <div className={styles['menu']} data-testid="hanging" data-protocol={now?.protocolId ?? 'own'}>
      <PopoverMenu label={now === undefined ? t('hanging.by-hand') : nameOf(text, now)} isOn={false}>
        <div className={styles['panel']}>
          {now === undefined ? <p>{t('hanging.by-hand.detail')}</p> : <Why text={text} hanging={now} />}
          <h4>{t('hanging.others')}</h4>
          <ul>
            {hangings.map((hanging, index) => (
              <li key={hanging.protocolId}>
                <button type="button" aria-pressed={index === chosen} data-testid={`hang-${hanging.protocolId}`} data-closes-menu="" onClick={() => onChoose(index)}>
                  {nameOf(text, hanging)}
                  <small>{`${hanging.layout.replace('x', '×')} · ${t('hanging.sought', { sought: hanging.why.sought, count: hanging.why.boxCount })}`}</small>
                </button>
                {hanging.name === '' ? null : <ShareProtocol protocolId={hanging.protocolId} name={hanging.name} />}
                {hanging.name === '' || isOfCentre(hanging.protocolId) ? null : (
                  <button type="button" className={styles['forget']} onClick={() => onForget(hanging.protocolId)}>
                    {t('hanging.forget')}
                  </button>
                )}
              </li>
            ))}
          </ul>
          <Button action={HANGING_KEYS.learn} onClick={onLearn}>{t('hanging.learn')}</Button>
        </div>
      </PopoverMenu>
    </div>
  );
}

function Why({ text, hanging: { why, boxes } }: { readonly text: Text; readonly hanging: Hanging }) {
  const { t, format } = text;
  const part = why.bodyPart === '' ? t('hanging.part-unknown') : format.bodyPart(why.bodyPart);
  return (
    <>
      <p data-testid="hanging-why">{t(`hanging.why.${why.by}`, { modality: why.modality, part })}</p>
      <ol className={styles['boxes']}>
        {boxes.map(({ box, reason }, index) => (
          // eslint-disable-next-line react/no-array-index-key -- a box is its place
          <li key={index}>{boxWords(text, box, reason)}</li>
        ))}
      </ol>
    </>
  );
}

/** `轴位 T2：本次` */
function boxWords({ t }: Text, box: HungBox['box'], reason: HungBox['reason']): string {
  if (reason === undefined) return t('hanging.box.empty');
  if (reason.kind === 'left-over') return t('hanging.box.left-over');
  const { plane, weighting, phase, kernel, laterality, view } = reason.criteria;
  const word = (values: readonly string[] | undefined, group: 'plane' | 'phase' | 'kernel') =>
    values?.filter((value) => value !== 'unknown').map((value) => t(`hanging.${group}.${value}` as MessageKey)).join('/') ?? '';
  const parts = [word(plane, 'plane'), weighting?.filter((value) => value !== 'unknown').join('/') ?? '', word(phase, 'phase'), word(kernel, 'kernel'), laterality ?? '', view?.[0] ?? '', box.window === undefined ? '' : t(`viewer.preset.${box.window}`)];
  const words = parts.filter((part) => part !== '').join(' ');
  return `${words === '' ? t('hanging.box.any') : words}${box.study === 'prior' ? ` · ${t('hanging.box.prior')}` : ''}`;
}

function nameOf({ t }: Text, { name, protocolId }: Hanging): string {
  if (name === '') return t(`hanging.protocol.${protocolId}` as MessageKey);
  return isOfCentre(protocolId) ? t('hanging.of-centre', { name }) : name;
}
