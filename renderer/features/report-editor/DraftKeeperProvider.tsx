import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import type { ReportRequest } from '#shared/contract/services/reports.contract.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { ApiClient } from '#renderer/bridge/api-client.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { createDraftAutosave, type DraftAutosave } from './draft-autosave.ts';

/** The drafts of this window. They outlive the page of their study, so that leaving it loses nothing. */
export interface DraftKeeper {
  readonly open: (request: ReportRequest) => DraftAutosave;
  /** After signing: what is left here belongs to nothing. */
  readonly forget: (requestId: number) => void;
  readonly hasUnsaved: () => boolean;
  /** Resolves when every draft is stored or has failed to be. */
  readonly flushAll: (options: { readonly outlivesPage: boolean }) => Promise<void>;
}

export function createDraftKeeper(api: ApiClient): DraftKeeper {
  const drafts = new Map<number, DraftAutosave>();
  return {
    open: (request) => {
      const known = drafts.get(request.requestId);
      if (known !== undefined) return known;
      const draft = createDraftAutosave(request.draft, {
        save: async (expectedRevision, text, { outlivesPage }) =>
          api.reports.saveDraft({ requestId: request.requestId, expectedRevision, text: { ...text } }, { context: { outlivesPage } }),
        readStored: async () => storedDraft(api, request),
        now: () => new Date(),
      });
      drafts.set(request.requestId, draft);
      return draft;
    },
    forget: (requestId) => {
      drafts.get(requestId)?.dispose();
      drafts.delete(requestId);
    },
    hasUnsaved: () => [...drafts.values()].some((draft) => !['saved', 'closed'].includes(draft.get().state.status)),
    flushAll: async (options) => {
      await Promise.all([...drafts.values()].map(async (draft) => draft.flush(options)));
    },
  };
}

async function storedDraft(api: ApiClient, { requestId, studyIds }: ReportRequest) {
  const studyId = studyIds[0];
  const requests = studyId === undefined ? [] : await api.reports.forStudy({ studyId });
  const request = requests.find((candidate) => candidate.requestId === requestId);
  if (request === undefined) throw new AppError('report/unknown', 'The request is gone.');
  return request.draft;
}

const DraftKeeperContext = createContext<DraftKeeper | undefined>(undefined);

/** Keeps the drafts of the window; asks before it is closed over unsaved text. */
export function DraftKeeperProvider({ children }: { readonly children: ReactNode }) {
  const { api } = useBridge();
  const [keeper] = useState(() => createDraftKeeper(api));

  useEffect(() => {
    const onBeforeUnload = (event: BeforeUnloadEvent) => {
      if (!keeper.hasUnsaved()) return;
      void keeper.flushAll({ outlivesPage: true });
      event.preventDefault();
    };
    const onPageHide = () => void keeper.flushAll({ outlivesPage: true });
    const onVisibilityChange = () => {
      if (document.visibilityState === 'hidden') void keeper.flushAll({ outlivesPage: true });
    };
    window.addEventListener('beforeunload', onBeforeUnload);
    window.addEventListener('pagehide', onPageHide);
    document.addEventListener('visibilitychange', onVisibilityChange);
    return () => {
      window.removeEventListener('beforeunload', onBeforeUnload);
      window.removeEventListener('pagehide', onPageHide);
      document.removeEventListener('visibilitychange', onVisibilityChange);
    };
  }, [keeper]);

  return <DraftKeeperContext value={keeper}>{children}</DraftKeeperContext>;
}

export function useDraftKeeper(): DraftKeeper {
  const keeper = useContext(DraftKeeperContext);
  if (keeper === undefined) throw new Error('useDraftKeeper outside of DraftKeeperProvider');
  return keeper;
}
