import type { SiteCapability, SiteMode } from '#shared/contract/services/sites.contract.ts';
import { objectKindOf } from '#shared/dicom/values/object-kind.ts';
import type { Text } from '#renderer/text/use-text.ts';

/** The form that is asked for, and what became of the others: `JPEG-LS 无损，39% 大小`; `JPEG 2000 无损：对方不支持`. */
export function formOutcomes({ t, format }: Text, capabilities: readonly SiteCapability[]): { readonly chosen: string; readonly others: readonly string[] } {
  const size = ({ sizeShare }: SiteCapability) => (sizeShare === null ? '' : t('sites.learned.size', { percent: format.number(sizeShare * 100, 0) }));
  const chosen = capabilities.find(({ isChosen }) => isChosen);
  const others = capabilities
    .filter((one) => one !== chosen)
    .map((one) => {
      const name = t(`sites.form.${one.form}`);
      return one.outcome === 'works' ? `${name}${size(one)}` : t(`sites.learned.${one.outcome}`, { form: name });
    });
  // Where another form was asked for and something came all the same, it came as the hospital has it.
  const unchosen = capabilities.some(({ outcome }) => outcome === 'ignored') ? 'sites.learned.as-it-is' : 'sites.learned.unknown';
  return {
    chosen: chosen === undefined ? t(unchosen) : `${t(`sites.form.${chosen.form}`)}${size(chosen)}`,
    others,
  };
}

/** What is fetched: the modality's code, or of an object without one what it is. @param kind as the contract has it, a SOP Class UID where there is no word */
export function kindWords({ t }: Text, kind: string): string {
  return kind.includes('.') ? t(`study-browser.kind.${objectKindOf(kind)}`) : kind;
}

/** How series that nobody waits for are asked for, and why: `逐幅取（7.6 Mbit/s；整组 6.1 Mbit/s）`. */
export function modeWords({ t, format }: Text, modes: readonly SiteMode[]): string {
  const words = ({ mode, outcome, bitsPerSecond }: SiteMode) =>
    outcome === 'refused' || bitsPerSecond === null
      ? t('sites.learned.refused', { form: t(`sites.mode.${mode}`) })
      : t('sites.mode.speed', { mode: t(`sites.mode.${mode}`), speed: format.bitRate(bitsPerSecond) });
  return modes.toSorted((left, right) => Number(right.isChosen) - Number(left.isChosen)).map(words).join(t('sites.mode.separator'));
}
