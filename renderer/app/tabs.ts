/** What is on screen: the worklist, the hospitals, or one of the open studies. */
export type Place = { readonly page: 'worklist' } | { readonly page: 'sites' } | { readonly page: 'study'; readonly studyId: number };

export interface Tabs {
  /** In the order they were opened. */
  readonly studyIds: readonly number[];
  readonly hasSites: boolean;
  readonly place: Place;
}

export const WORKLIST: Place = { page: 'worklist' };
export const SITES: Place = { page: 'sites' };
export const NO_TABS: Tabs = { studyIds: [], hasSites: false, place: WORKLIST };

export function openStudyTab(tabs: Tabs, studyId: number): Tabs {
  const studyIds = tabs.studyIds.includes(studyId) ? tabs.studyIds : [...tabs.studyIds, studyId];
  return { ...tabs, studyIds, place: { page: 'study', studyId } };
}

/** The place stays unless it was the one that closed: then its right neighbour, its left one, or the worklist. */
export function closeStudyTab(tabs: Tabs, studyId: number): Tabs {
  const index = tabs.studyIds.indexOf(studyId);
  const studyIds = tabs.studyIds.filter((other) => other !== studyId);
  if (tabs.place.page !== 'study' || tabs.place.studyId !== studyId) return { ...tabs, studyIds };
  const neighbour = studyIds[index] ?? studyIds[index - 1];
  return { ...tabs, studyIds, place: neighbour === undefined ? WORKLIST : { page: 'study', studyId: neighbour } };
}

export function goTo(tabs: Tabs, place: Place): Tabs {
  return { ...tabs, place, hasSites: tabs.hasSites || place.page === 'sites' };
}

export function closeSites(tabs: Tabs): Tabs {
  return { ...tabs, hasSites: false, place: tabs.place.page === 'sites' ? WORKLIST : tabs.place };
}

/** All tabs from left to right. */
export function placesOf(tabs: Tabs): readonly Place[] {
  return [WORKLIST, ...tabs.studyIds.map((studyId): Place => ({ page: 'study', studyId })), ...(tabs.hasSites ? [SITES] : [])];
}

/** @param step 1: to the right, -1: to the left, around the ends */
export function stepTab(tabs: Tabs, step: 1 | -1): Tabs {
  const places = placesOf(tabs);
  const index = places.findIndex((place) => samePlace(place, tabs.place));
  const next = places[(index + step + places.length) % places.length];
  return next === undefined ? tabs : { ...tabs, place: next };
}

export function samePlace(left: Place, right: Place): boolean {
  return left.page === right.page && (left.page !== 'study' || right.page !== 'study' || left.studyId === right.studyId);
}
