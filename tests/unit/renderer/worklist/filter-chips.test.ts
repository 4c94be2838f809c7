import { describe, expect, test } from 'vitest';
import { isNarrowed, isNarrowedBy, toggled, yearsTyped } from '#renderer/features/worklist/column-fields.ts';
import { filterChips } from '#renderer/features/worklist/filter-chips.ts';
import { PLAIN_LIST, showsView, stateOfView, viewOfState, type WorklistState } from '#renderer/features/worklist/use-worklist-state.ts';
import { createFormatters } from '#renderer/text/formatters.ts';
import { createTextEngine, translateWith } from '#renderer/text/text-engine.ts';

const textIn = (language: 'zh-CN' | 'en') => {
  const t = translateWith(createTextEngine(language));
  return { t, language, format: createFormatters(t, language, 'Asia/Shanghai') } as const;
};
const plain: WorklistState = { ...PLAIN_LIST, view: 'open', selectedStudyId: undefined, isPreviewOpen: undefined };
const narrowed: WorklistState = {
  ...plain, modalities: ['CT', 'DX'], siteIds: ['a', 'b', 'c', 'd'], urgencies: ['emergency'], isMine: true,
  columns: {
    images: ['all'], left: ['overdue', 'paused'], patient: '赵', sexes: ['F', ''], age: { fromYears: 18, toYears: null }, examination: '头颅', request: '发热', hasRequest: 'some', priors: 'none',
    received: { kind: 'days-ago', from: 6, to: 0 }, claims: ['free'], claimedBy: '周牧', statuses: ['ready', 'drafting'],
  },
};
const labels = (state: WorklistState, language: 'zh-CN' | 'en' = 'zh-CN') => filterChips(textIn(language), state, (siteId) => `医院 ${siteId}`).map(({ label }) => label);

describe('the chips over a list', () => {
  test('name all that narrows it, in the order of the columns, and count what is too long', () => {
    expect(labels(narrowed)).toEqual([
      '就绪：全部到齐', '剩余：已超时、计时暂停', '级别：急诊', '患者：赵', '性别：女、性别未知', '年龄（岁）：18 岁以上', '检查类型：CT、DR', '检查：头颅', '医院：医院 a、医院 b、医院 c 等 4 项', '申请与病史：发热', '申请与病史：有', '既往：无',
      '得知日期：近 7 天得知', '只看我的', '占用：无人占用', '占用：周牧', '状态：待阅、草稿',
    ]);
    expect(labels(plain)).toEqual([]);
  });

  test('say an age and days as they were asked for', () => {
    const of = (columns: WorklistState['columns']) => labels({ ...plain, columns }, 'en');
    expect(of({ age: { fromYears: null, toYears: 1 } })).toEqual(['Age (years): up to 1']);
    expect(of({ age: { fromYears: 60, toYears: 70 } })).toEqual(['Age (years): 60 to 70 years']);
    expect(of({ received: { kind: 'dates', from: '2026-11-01', to: null } })).toEqual(['First heard of: 2026-11-01 to …']);
  });

  test('take away what they name and nothing else: without all of them the list is plain', () => {
    const chips = filterChips(textIn('zh-CN'), narrowed, String);
    const after = (key: string) => ({ ...narrowed, ...chips.find((chip) => chip.key === key)?.without });
    expect(labels(after('sexes'))).toEqual(labels(narrowed).filter((label) => !label.startsWith('性别')));
    let state = narrowed;
    for (let chip = filterChips(textIn('zh-CN'), state, String)[0]; chip !== undefined; chip = filterChips(textIn('zh-CN'), state, String)[0]) state = { ...state, ...chip.without };
    expect(isNarrowed(state)).toBe(false);
    expect(showsView(state, viewOfState('x', plain))).toBe(true);
  });
});

test('a column says whether it narrows', () => {
  const state = { ...plain, columns: { age: { fromYears: null, toYears: 3 } } };
  expect([isNarrowedBy(state, 'patient'), isNarrowedBy(state, 'status'), isNarrowedBy({ ...plain, siteIds: ['a'] }, 'site')]).toEqual([true, false, true]);
});

test('a saved view has the filters of its columns, is shown again by them, and an older one without any narrows none', () => {
  const view = viewOfState('夜班', narrowed);
  expect(view.columns).toEqual(narrowed.columns);
  expect(showsView({ ...plain, ...stateOfView(view) }, view)).toBe(true);
  expect(showsView({ ...narrowed, columns: { ...narrowed.columns, statuses: ['ready'] } }, view)).toBe(false);
  const { columns: _columns, ...older } = viewOfState('旧', plain);
  expect(stateOfView(older).columns).toEqual({});
  expect(showsView(plain, older)).toBe(true);
});

test('a choice is made and taken back, and what is no whole age is none', () => {
  expect([toggled(undefined, 'a', true), toggled(['a', 'b'], 'a', false)]).toEqual([['a'], ['b']]);
  expect(['18', '', ' 0 ', '-1', '1.5', '151', 'x'].map(yearsTyped)).toEqual([18, null, 0, null, null, null, null]);
});
