import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { HOSPITAL_LEVELS, referralLine, suggestReferrals, type ReferralSuggestion } from '#shared/collaboration/referral/referral-table.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { referralLevelQuery, referralQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { useText } from '#renderer/text/use-text.ts';
import styles from './RadsDialog.module.css';

export interface ReferralDialogProps {
  readonly studyId: number;
  readonly impression: string;
  /** A physician confirmed it: the line of the report. */
  readonly onConfirm: (line: string) => void;
  readonly onClose: () => void;
}

/** Up or down the four levels, by the department's table and the impression. Only what a physician confirms stands in the report. */
export function ReferralDialog({ studyId, impression, onConfirm, onClose }: ReferralDialogProps) {
  const { t } = useText();
  const { api } = useBridge();
  const { data: table } = useQuery(referralQuery(api));
  const { data: hospital } = useQuery(referralLevelQuery(api, studyId));
  const [chosen, setChosen] = useState(0);
  const [level, setLevel] = useState<ReferralSuggestion['level']>();
  const [search, setSearch] = useState('');
  const own = hospital?.level ?? 'second';
  const found = table === undefined ? [] : suggestReferrals(table, search.trim() === '' ? impression : search, own);
  const suggestion = found[chosen] ?? found[0];
  const confirmed = suggestion === undefined || level === undefined ? suggestion : withLevel(suggestion, level, own);
  return (
    <Dialog label={t('referral.title')} size="column" onClose={onClose} testId="referral-dialog">
      <header className={styles['head']}>
        <h2>{t('referral.title')}</h2>
        <span className={styles['space']} />
        <Button variant="quiet" size="small" keys="Escape" onClick={onClose}>
          {t('report-words.close')}
        </Button>
      </header>
      <form
        className={styles['body']}
        onSubmit={(event) => {
          event.preventDefault();
          if (confirmed !== undefined) onConfirm(referralLine(confirmed));
        }}
      >
        {table?.isDraft === true ? <Note tone="confirm">{t('referral.draft')}</Note> : null}
        <p className={styles['quiet']}>{t('referral.level', { level: t(`referral.level.${own}`) })}</p>
        <label className={styles['field']}>
          <span>{t('referral.search')}</span>
          <input type="text" value={search} onChange={(event) => setSearch(event.target.value)} />
        </label>
        <fieldset className={styles['field']}>
          <legend>{t('referral.diseases')}</legend>
          <div className={styles['options']} data-testid="referral-suggestions" data-count={found.length}>
            {found.map(({ disease, direction, level: to }, index) => (
              <label key={disease.code + disease.name}>
                <input
                  type="radio" name="disease" checked={index === found.indexOf(suggestion ?? found[0] ?? { disease, direction, level: to })} data-initial-focus={index === 0 ? '' : undefined}
                  onChange={() => {
                    setChosen(index);
                    setLevel(undefined);
                  }}
                />
                {disease.code} {disease.name} · {t(`referral.${direction}`, { level: t(`referral.level.${to}`) })}
              </label>
            ))}
            {found.length === 0 ? <span className={styles['quiet']}>{t('referral.none')}</span> : null}
          </div>
        </fieldset>
        <label className={styles['field']}>
          <span>{t('referral.to')}</span>
          <select value={confirmed?.level ?? own} onChange={(event) => setLevel(HOSPITAL_LEVELS.find((one) => one === event.target.value))}>
            {HOSPITAL_LEVELS.map((one) => (
              <option key={one} value={one}>
                {t(`referral.level.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <output className={styles['proposal']} data-testid="referral-line">
          {confirmed === undefined ? <span className={styles['quiet']}>{t('referral.none')}</span> : <b>{referralLine(confirmed)}</b>}
          <small>{t('referral.confirmed')}</small>
        </output>
        <div className={styles['foot']}>
          <span className={styles['space']} />
          <Button type="submit" variant="primary" keys="Enter" disabled={confirmed === undefined}>
            {t('referral.confirm')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The physician sends the patient elsewhere than the table would. */
function withLevel(suggestion: ReferralSuggestion, level: ReferralSuggestion['level'], own: ReferralSuggestion['level']): ReferralSuggestion {
  const rank = (one: ReferralSuggestion['level']) => -HOSPITAL_LEVELS.indexOf(one);
  return { ...suggestion, level, direction: rank(level) > rank(own) ? 'up' : rank(level) < rank(own) ? 'down' : 'stay' };
}
