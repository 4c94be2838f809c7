import type { SavedView } from '#shared/contract/services/preferences.contract.ts';
import type { Text } from '#renderer/text/use-text.ts';

const EVERYTHING_OPEN = { view: 'open', search: '', modalities: [], siteIds: [], urgencies: [], isMine: false, order: null, groupBy: null } as const;

/** The views that the program comes with, until a person saves their own. */
export function defaultViews({ t }: Text): SavedView[] {
  const open = { ...EVERYTHING_OPEN, modalities: [], siteIds: [], urgencies: [] };
  return [
    { ...open, name: t('worklist.views.mine'), isMine: true },
    { ...open, name: t('worklist.views.emergency'), urgencies: ['green-channel', 'emergency'], order: { column: 'left', direction: 'ascending' } },
    { ...open, name: t('worklist.views.unread-ct'), modalities: ['CT'], groupBy: 'site', order: { column: 'left', direction: 'ascending' } },
    { ...open, name: t('worklist.views.ecg'), modalities: ['ECG'], order: { column: 'urgency', direction: 'ascending' } },
  ];
}
