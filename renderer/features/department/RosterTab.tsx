import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CentreRules } from '#shared/contract/services/centre.contract.ts';
import { READ_ALL } from '#shared/worklist/next-case.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { sitesQuery } from '#renderer/bridge/queries.ts';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { CheckItem, PopoverMenu } from '#renderer/ui/Popover.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { instantOf, listed, localMinute, textOfList } from './roster-line.ts';
import { ListFoot } from './ListFoot.tsx';
import { useCentreList } from './use-centre-list.ts';
import styles from './DepartmentDialog.module.css';

/** Who is on duty for which hospitals and subspecialties, and what each seat may and likes to read: what "next case" goes by. */
export function RosterTab() {
  const words = useText();
  const { t } = words;
  const { api } = useBridge();
  const { rows, isChanged, change, add, remove, reset, failure, isSaving, save, rules } = useCentreList('roster', (revision, lines) => api.centre.saveRoster({ revision, lines }));
  const seats = rules?.seats ?? [];
  return (
    <div className={styles['list']}>
      <h3>{t('centre.roster.title')}</h3>
      <p className={styles['quiet']}>{t('centre.roster.detail')}</p>
      <table className={styles['table']} data-testid="duty-roster" data-is-changed={isChanged}>
        <thead>
          <tr>
            {(['seat', 'from', 'until', 'sites', 'modalities', 'parts'] as const).map((field) => (
              <th key={field}>{t(`centre.roster.${field}`)}</th>
            ))}
            <th />
          </tr>
        </thead>
        <tbody>
          {(rows ?? []).map((line, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- a line is known by its place
            <tr key={index}>
              <td>
                <SeatChoice seats={seats} seatId={line.seatId} onChange={(seatId) => change(index, { ...line, seatId })} />
              </td>
              {(['from', 'until'] as const).map((field) => (
                <td key={field}>
                  <input
                    type="datetime-local"
                    aria-label={t(`centre.roster.${field}`)}
                    value={localMinute(line[field])}
                    onChange={(event) => {
                      const instant = instantOf(event.target.value);
                      if (instant !== undefined) change(index, { ...line, [field]: instant });
                    }}
                  />
                </td>
              ))}
              <td>
                <SiteChoice siteIds={line.siteIds} onChange={(siteIds) => change(index, { ...line, siteIds })} />
              </td>
              {(['modalities', 'parts'] as const).map((field) => (
                <td key={field} className={styles['cell']}>
                  <input
                    aria-label={t(`centre.roster.${field}`)}
                    placeholder={t('centre.any')}
                    defaultValue={textOfList(field === 'parts' ? (line.bodyParts ?? []) : line.modalities)}
                    maxLength={300}
                    onBlur={(event) => {
                      const list = listed(event.target.value);
                      const before = field === 'parts' ? (line.bodyParts ?? []) : line.modalities;
                      if (list.join() !== before.join()) change(index, field === 'parts' ? { ...line, bodyParts: list } : { ...line, modalities: list });
                    }}
                  />
                </td>
              ))}
              <td>
                <Button size="small" variant="ghost" onClick={() => remove(index)}>
                  {t('department.remove')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows?.length === 0 ? <p className={styles['quiet']}>{t('centre.roster.none')}</p> : null}
      {failure === null ? null : <Note tone="block">{thrownErrorWords(words, failure).title}</Note>}
      <ListFoot
        onAdd={() => add({ seatId: seats.find(({ isThis }) => isThis)?.seatId ?? seats[0]?.seatId ?? 'this-seat', ...today(), modalities: [], siteIds: [], bodyParts: [] })}
        onUndo={reset}
        onSave={save}
        isChanged={isChanged}
        isBlocked={isSaving || (rows ?? []).some(({ from, until }) => Date.parse(from) >= Date.parse(until))}
      />
      <h3>{t('centre.assignment.title')}</h3>
      <p className={styles['quiet']}>{t('centre.assignment.detail')}</p>
      {rules === undefined ? null : seats.map(({ seatId }) => <Assignment key={seatId} seatId={seatId} rules={rules} />)}
    </div>
  );
}

/** From the full hour on for eight hours. */
function today(): { readonly from: string; readonly until: string } {
  const startMs = Math.floor(Date.now() / 3_600_000) * 3_600_000;
  return { from: new Date(startMs).toISOString(), until: new Date(startMs + 8 * 3_600_000).toISOString() };
}

type Rule = CentreRules['assignments'][number]['rule'];

/** What one seat may read, and what it is offered first. */
function Assignment({ seatId, rules }: { readonly seatId: string; readonly rules: CentreRules }) {
  const words = useText();
  const { t } = words;
  const { api } = useBridge();
  const client = useQueryClient();
  const saved = rules.assignments.find((one) => one.seatId === seatId);
  const seat = rules.seats.find((one) => one.seatId === seatId);
  const [own, setOwn] = useState<Rule>();
  const all: Rule = { mayReadModalities: [...READ_ALL.mayReadModalities], mayReadSiteIds: [], ownModalities: [], ownBodyParts: [], ownSiteIds: [] };
  const rule = own ?? saved?.rule ?? all;
  const saving = useMutation({
    mutationFn: () => api.centre.saveAssignment({ seatId, revision: saved?.revision ?? 0, rule }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: QUERY_KEYS.centreRules });
      setOwn(undefined);
    },
  });
  const field = (name: 'mayReadModalities' | 'ownModalities' | 'ownBodyParts') => (
    <label>
      {t(`centre.assignment.${name}`)}
      <input
        key={`${name} ${saved?.revision ?? 0}`}
        placeholder={t('centre.any')}
        defaultValue={textOfList(rule[name])}
        maxLength={300}
        onChange={(event) => setOwn({ ...rule, [name]: listed(event.target.value) })}
      />
    </label>
  );
  return (
    <div className={styles['form']} data-testid="assignment" data-seat={seatId}>
      <b>{seatName(seat, t('centre.this-seat'))}</b>
      {field('mayReadModalities')}
      <label>
        {t('centre.assignment.mayReadSiteIds')}
        <SiteChoice siteIds={rule.mayReadSiteIds} onChange={(mayReadSiteIds) => setOwn({ ...rule, mayReadSiteIds })} />
      </label>
      {field('ownModalities')}
      {field('ownBodyParts')}
      <label>
        {t('centre.assignment.ownSiteIds')}
        <SiteChoice siteIds={rule.ownSiteIds} onChange={(ownSiteIds) => setOwn({ ...rule, ownSiteIds })} />
      </label>
      <Button size="small" variant="primary" disabled={own === undefined || saving.isPending} onClick={() => saving.mutate()}>
        {t('department.save')}
      </Button>
      {saving.error === null ? null : <Note tone="block">{thrownErrorWords(words, saving.error).title}</Note>}
    </div>
  );
}

type Seat = CentreRules['seats'][number];

function seatName(seat: Seat | undefined, thisSeat: string): string {
  if (seat === undefined) return '—';
  return seat.isThis ? [seat.person, thisSeat].filter((part) => part !== '').join(' · ') : seat.person || seat.seatId;
}

function SeatChoice({ seats, seatId, onChange }: { readonly seats: readonly Seat[]; readonly seatId: string; readonly onChange: (seatId: string) => void }) {
  const { t } = useText();
  const known = seats.some((seat) => seat.seatId === seatId);
  return (
    <select aria-label={t('centre.roster.seat')} value={seatId} onChange={(event) => onChange(event.target.value)}>
      {known ? null : <option value={seatId}>{seatId}</option>}
      {seats.map((seat) => (
        <option key={seat.seatId} value={seat.seatId}>
          {seatName(seat, t('centre.this-seat'))}
        </option>
      ))}
    </select>
  );
}

function SiteChoice({ siteIds, onChange }: { readonly siteIds: readonly string[]; readonly onChange: (siteIds: string[]) => void }) {
  const { t } = useText();
  const { api } = useBridge();
  const sites = useQuery(sitesQuery(api));
  return (
    <PopoverMenu label={siteIds.length === 0 ? t('centre.any') : t('centre.sites', { count: siteIds.length })} isOn={siteIds.length > 0}>
      {(sites.data ?? []).map(({ siteId, name }) => (
        <CheckItem key={siteId} label={name} isChecked={siteIds.includes(siteId)} onChange={(isChecked) => onChange(isChecked ? [...siteIds, siteId] : siteIds.filter((one) => one !== siteId))} />
      ))}
    </PopoverMenu>
  );
}
