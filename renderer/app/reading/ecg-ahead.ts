import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import type { Bridge } from '#renderer/bridge/bridge-context.tsx';
import { reportsQuery, signersQuery, studyQuery } from '#renderer/bridge/queries.ts';
import { createPaperPress, type PaperPress } from '#renderer/features/ecg/paper-press.ts';
import { createEcgSource, type EcgSource } from '#renderer/features/ecg/ecg-source.ts';
import { prepareEcg, type PreparedEcg } from '#renderer/features/ecg/use-ecg.ts';
import { createStatementDictionary, type StatementDictionary, type StatementEdit } from '#shared/ecg/statements/statement-dictionary.ts';
import { nextCase } from '#renderer/features/worklist/next-case.ts';

/** The ECGs that will be read next, read while this one is: after signing nobody waits for it. */
export interface EcgAhead {
  /** Looks for the next ECG and reads it. @param studyId the one on the screen */
  readonly prepare: (studyId: number) => Promise<void>;
  /** The next one if it was found already, without a wait: the page then changes once. */
  readonly knownNext: (studyId: number) => number | undefined;
  /** The next one, as soon as it is known; undefined when there is none, or when nobody could say. */
  readonly nextAfter: (studyId: number) => Promise<number | undefined>;
  /** What was read of a study, with the source that it was read from. Given out once: later the physician may have changed it. */
  readonly take: (studyId: number) => { readonly source: EcgSource; readonly prepared: PreparedEcg } | undefined;
  /** One ECG is on the screen at a time. */
  readonly press: PaperPress;
  /** The dictionary of these edits; the same one for as long as they are. */
  readonly dictionaryOf: (edits: readonly StatementEdit[]) => StatementDictionary;
}

/** As many rows as the due ones surely lie in. */
const ROWS = 200;
/** One signature is often given faster than the next ECG could be read. */
const AHEAD = 2;
/** The next ones, and one that was put off. */
const KEPT = AHEAD + 1;

export function createEcgAhead({ api, queries }: Pick<Bridge, 'api' | 'queries'>): EcgAhead {
  const known = new Map<number, { readonly source: EcgSource; readonly prepared: PreparedEcg }>();
  let last: { readonly studyId: number; readonly next: Promise<readonly number[]>; found: readonly number[] } | undefined;
  let dictionary: { readonly edits: readonly StatementEdit[]; readonly made: StatementDictionary } | undefined;

  /** The next ones in order, as many as are read ahead. */
  async function findNext(studyId: number): Promise<readonly number[]> {
    const { rows } = await api.worklist.list({ view: 'open', search: '', modalities: ['ECG'], siteIds: [], limit: ROWS, after: null });
    const found: number[] = [];
    while (found.length < AHEAD) {
      const next = nextCase(rows, [studyId, ...found]);
      if (next === undefined) break;
      found.push(next.studyId);
    }
    return found;
  }

  async function read(studyId: number): Promise<void> {
    const [open] = await Promise.all([
      queries.fetchQuery(studyQuery(api, studyId)), queries.prefetchQuery(reportsQuery(api, studyId)), queries.prefetchQuery(signersQuery(api)),
    ]);
    const series = ecgSeriesOf(open);
    if (series === undefined) return;
    const source = ecgSourceOf({ api }, studyId, series.seriesInstanceUid);
    const prepared = await prepareEcg(source, new AbortController().signal);
    if (prepared === undefined) return;
    known.set(studyId, { source, prepared });
    for (const oldest of [...known.keys()].slice(0, -KEPT)) known.delete(oldest);
  }

  return {
    async prepare(studyId) {
      const looked = { studyId, next: findNext(studyId), found: [] as readonly number[] };
      last = looked;
      looked.found = await looked.next;
      for (const found of looked.found) if (!known.has(found)) await read(found);
    },
    knownNext: (studyId) => (last?.studyId === studyId ? last.found[0] : undefined),
    nextAfter: async (studyId) => (await (last?.studyId === studyId ? last.next : findNext(studyId)).catch(() => []))[0],
    take(studyId) {
      const taken = known.get(studyId);
      known.delete(studyId);
      return taken;
    },
    press: createPaperPress(),
    dictionaryOf(edits) {
      if (dictionary?.edits !== edits) dictionary = { edits, made: createStatementDictionary(edits) };
      return dictionary.made;
    },
  };
}

export function ecgSeriesOf({ series }: Pick<OpenStudy, 'series'>): OpenStudy['series'][number] | undefined {
  return series.find(({ content, heldInstances }) => content === 'ecg' && heldInstances > 0) ?? series.find(({ content }) => content === 'ecg');
}

/** Samples from the store, and what a physician did to them from the catalogue. */
export function ecgSourceOf({ api }: Pick<Bridge, 'api'>, studyId: number, seriesInstanceUid: string): EcgSource {
  return {
    ...createEcgSource(studyId, seriesInstanceUid),
    readReading: async (sopInstanceUid) => (await api.ecg.reading({ studyId, sopInstanceUid })) ?? undefined,
  };
}
