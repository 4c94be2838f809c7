import { textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { AppError } from '#shared/errors/app-error.ts';

export interface SearchPage {
  readonly results: DataSet[];
  /** The Warning header of the answer. */
  readonly warning: string | null;
}

const MAXIMUM_PAGES = 1000;

/**
 * Collects the pages of a search. Only a server that says with Warning 299 that it keeps results back (PS3.18 8.3.4.4, 10.6.3.2) is asked
 * again, with the number of results so far as `offset`, until it says so no more or a page is empty. A caller that sets a limit of its own
 * gets what the server gives.
 * @throws AppError `site/invalid-answer` when the server keeps results back and repeats itself: a list that silently lacks studies is worse
 */
export async function collectPages(query: Readonly<Record<string, string>>, searchPage: (query: Readonly<Record<string, string>>) => Promise<SearchPage>): Promise<DataSet[]> {
  const first = await searchPage(query);
  if ('limit' in query || 'offset' in query) return first.results;
  const results = [...first.results];
  const known = new Set(results.map(identityOf));
  let page = first;
  for (let count = 1; keepsResultsBack(page) && page.results.length > 0; count += 1) {
    if (count >= MAXIMUM_PAGES) throw new AppError('site/too-large', 'the search has more pages than can be meant');
    page = await searchPage({ ...query, offset: String(results.length) });
    const fresh = page.results.filter((result) => !known.has(identityOf(result)));
    if (fresh.length === 0 && page.results.length > 0) throw new AppError('site/invalid-answer', 'the site keeps results back and does not give them page by page');
    fresh.forEach((result) => known.add(identityOf(result)));
    results.push(...fresh);
  }
  return results;
}

/** The same header also says that fuzzy matching is not supported, which concerns nobody here. */
function keepsResultsBack({ warning }: SearchPage): boolean {
  return warning !== null && /\b299\b/.test(warning) && !/fuzzy/i.test(warning);
}

function identityOf(result: DataSet): string {
  return [textOf(result, 'StudyInstanceUID'), textOf(result, 'SeriesInstanceUID'), textOf(result, 'SOPInstanceUID')].join(' ');
}
