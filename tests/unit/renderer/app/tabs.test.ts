import { expect, test } from 'vitest';
import { closeSites, closeStudyTab, goTo, NO_TABS, openStudyTab, SITES, stepTab, WORKLIST, type Tabs } from '#renderer/app/tabs.ts';

const open = (...studyIds: number[]): Tabs => studyIds.reduce(openStudyTab, NO_TABS);

test('a study that is opened twice has one tab', () => {
  expect(openStudyTab(open(7, 8), 7)).toEqual({ studyIds: [7, 8], hasSites: false, place: { page: 'study', studyId: 7 } });
});

test('closing the tab in front shows its right neighbour', () => {
  expect(closeStudyTab(openStudyTab(open(7, 8, 9), 8), 8).place).toEqual({ page: 'study', studyId: 9 });
});

test('closing the last in the row shows its left neighbour', () => {
  expect(closeStudyTab(open(7, 8), 8).place).toEqual({ page: 'study', studyId: 7 });
});

test('closing the only one shows the worklist', () => {
  expect(closeStudyTab(open(7), 7)).toEqual(NO_TABS);
});

test('closing a tab behind moves nothing', () => {
  expect(closeStudyTab(open(7, 8), 7).place).toEqual({ page: 'study', studyId: 8 });
});

test('the page of hospitals has a tab until it is closed', () => {
  const tabs = goTo(open(7), SITES);
  expect(goTo(tabs, WORKLIST).hasSites).toBe(true);
  expect(closeSites(tabs)).toMatchObject({ hasSites: false, place: WORKLIST });
});

test('stepping goes around both ends', () => {
  expect(stepTab(open(7, 8), 1).place).toEqual(WORKLIST);
  expect(stepTab(goTo(open(7, 8), WORKLIST), -1).place).toEqual({ page: 'study', studyId: 8 });
});
