import { expect, test } from 'vitest';
import { hangingProtocol } from '#shared/hanging/protocol/hanging-protocol.ts';
import { DEFAULT_PROTOCOLS } from '#shared/hanging/protocol/default-protocols.ts';
import { learnProtocol } from '#shared/hanging/protocol/learn-protocol.ts';
import { hangingIfKept, hangingsOf, type HangingCandidate, type HangingStudy } from '#shared/hanging/protocol/match-protocol.ts';
import { classifySeries } from '#shared/hanging/series/classify-series.ts';

function candidate(modality: string, seriesDescription: string, more: Partial<HangingCandidate> & { readonly order: number }): HangingCandidate {
  return {
    key: `${modality}/${seriesDescription}/${more.order}`, study: 'current', modality, series: classifySeries({ modality, seriesDescription }), imageCount: 30, laterality: '', view: '', ...more,
  };
}

function study(modality: string, bodyPart: string, descriptions: readonly string[]): HangingStudy {
  return { modalities: [modality], bodyPart, candidates: descriptions.map((description, order) => candidate(modality, description, { order })) };
}

const hung = (of: HangingStudy) => {
  const [first] = hangingsOf(of, DEFAULT_PROTOCOLS);
  return first === undefined ? undefined : { protocol: first.protocolId, layout: first.layout, boxes: first.boxes.map(({ key, box }) => `${key?.split('/')[1] ?? '-'}${box.window === undefined ? '' : ` @${box.window}`}`), by: first.why.by };
};

test('every protocol of ours is data: it survives JSON and its schema', () => {
  for (const protocol of DEFAULT_PROTOCOLS) expect(hangingProtocol.parse(JSON.parse(JSON.stringify(protocol)))).toEqual(protocol);
});

test('a head CT hangs soft tissue in the brain window beside the bone kernel; the scout hangs nowhere', () => {
  expect(hung(study('CT', 'HEAD', ['定位像', '头颅平扫 5mm 软组织窗', '头颅 骨窗 1mm']))).toEqual({
    protocol: 'ct-head', layout: '1x2', boxes: ['头颅平扫 5mm 软组织窗 @brain', '头颅 骨窗 1mm @bone'], by: 'body-part',
  });
});

test('a head CT of one series hangs it twice, in both windows', () => {
  expect(hung(study('CT', '', ['头颅平扫']))?.boxes).toEqual(['头颅平扫 @brain', '头颅平扫 @bone']);
});

test('a plain chest CT hangs lung and mediastinum; with arterial pictures the protocol of an enhanced chest has more to show', () => {
  expect(hung(study('CT', 'CHEST', ['胸部 肺窗', '胸部 纵隔窗']))).toMatchObject({ protocol: 'ct-chest', boxes: ['胸部 肺窗 @lung', '胸部 纵隔窗 @mediastinum'] });
  expect(hung(study('CT', 'CHEST', ['胸部平扫 肺窗', '胸部平扫 纵隔窗', '胸部 动脉期', '胸部 静脉期']))).toEqual({
    protocol: 'ct-chest-enhanced', layout: '2x2', by: 'body-part',
    boxes: ['胸部平扫 肺窗 @lung', '胸部平扫 纵隔窗 @mediastinum', '胸部 动脉期 @mediastinum', '胸部 静脉期 @mediastinum'],
  });
});

test('an abdomen hangs its phases in their order, in three boxes when one phase is missing', () => {
  expect(hung(study('CT', 'ABDOMEN', ['YCQ', 'DMQ', 'PS']))).toMatchObject({ protocol: 'ct-abdomen', layout: '1x3', boxes: ['PS @abdomen', 'DMQ @abdomen', 'YCQ @abdomen'] });
});

test('brain, spine and knee MR hang by weighting and plane', () => {
  expect(hung(study('MR', 'BRAIN', ['Ax T2', 'Ax T1', 'Ax T2 FLAIR', 'DWI b1000', 'ADC', 'Ax T1+C', '3-Plane Loc']))?.boxes).toEqual(['Ax T1', 'Ax T2', 'Ax T2 FLAIR', 'DWI b1000', 'ADC', 'Ax T1+C']);
  expect(hung(study('MR', '', ['腰椎 T2 轴位', '腰椎 T1 矢状', '腰椎 T2 矢状', '腰椎 STIR 矢状']))).toMatchObject({
    protocol: 'mr-spine', layout: '2x2', boxes: ['腰椎 T2 矢状', '腰椎 T1 矢状', '腰椎 STIR 矢状', '腰椎 T2 轴位'],
  });
  expect(hung(study('MR', 'KNEE', ['t1_tse_sag', 'pd_tse_fs_cor', 'pd_tse_fs_sag', 'pd_tse_fs_tra']))?.boxes).toEqual(['pd_tse_fs_sag', 'pd_tse_fs_cor', 'pd_tse_fs_tra', 't1_tse_sag']);
});

test('four views of mammography stand by side and view, chest walls towards each other; a missing view leaves its place empty', () => {
  const view = (laterality: string, name: string, order: number) => candidate('MG', `${laterality} ${name}`, { order, laterality, view: name, imageCount: 1 });
  const [hanging] = hangingsOf({ modalities: ['MG'], bodyPart: 'BREAST', candidates: [view('L', 'MLO', 0), view('L', 'CC', 1), view('R', 'CC', 2)] }, DEFAULT_PROTOCOLS);
  expect(hanging?.boxes.map(({ key, box }) => [key?.split('/')[1], box.chestWall])).toEqual([['R CC', 'right'], ['L CC', 'left'], [undefined, 'right'], ['L MLO', 'left']]);
  expect(hanging).toMatchObject({ layout: '2x2', hasEqualScale: true });
});

test('a view of the breast that came alone has the whole screen, its chest wall still at its side', () => {
  const alone = candidate('MG', 'L CC', { order: 0, laterality: 'L', view: 'CC', imageCount: 1 });
  const [hanging] = hangingsOf({ modalities: ['MG'], bodyPart: 'BREAST', candidates: [alone] }, DEFAULT_PROTOCOLS);
  expect([hanging?.protocolId, hanging?.layout, hanging?.boxes.map(({ key, box }) => [key?.split('/')[1], box.chestWall])]).toEqual(['mammography', '1x1', [['L CC', 'left']]]);
});

test('a chest radiograph hangs its prior beside it, and alone when there is none', () => {
  const now = candidate('DX', '胸部正位', { order: 0, view: 'PA', imageCount: 1 });
  const before = candidate('CR', '胸片', { order: 0, view: 'PA', imageCount: 1, study: 'prior' });
  expect(hung({ modalities: ['DX'], bodyPart: 'CHEST', candidates: [now, before] })).toMatchObject({ protocol: 'radiograph-chest', layout: '1x2', boxes: ['胸部正位', '胸片'] });
  expect(hung({ modalities: ['DX'], bodyPart: 'CHEST', candidates: [now] })).toMatchObject({ layout: '1x1', boxes: ['胸部正位'] });
});

test('what nobody knows falls to the safe default: one picture, the series with most of them', () => {
  const candidates = [candidate('OT', 'a', { order: 0, imageCount: 3 }), candidate('OT', 'b', { order: 1, imageCount: 40 })];
  expect(hung({ modalities: ['OT'], bodyPart: '', candidates })).toEqual({ protocol: 'default', layout: '1x1', boxes: ['b'], by: 'default' });
  expect(hung({ modalities: [], bodyPart: '', candidates: [] })).toMatchObject({ protocol: 'default', boxes: ['-'] });
});

test('the order in which series arrive changes nothing', () => {
  const one = study('MR', 'BRAIN', ['Ax T2', 'Ax T1', 'Ax T2 FLAIR', 'DWI b1000', 'ADC']);
  expect(hung({ ...one, candidates: one.candidates.toReversed() })).toEqual(hung(one));
});

test('the matcher says by which selector each box was filled', () => {
  const [hanging] = hangingsOf(study('MR', 'SPINE', ['SAG T2', 'SAG T1']), DEFAULT_PROTOCOLS);
  expect(hanging?.why).toEqual({ by: 'body-part', modality: 'MR', bodyPart: 'SPINE', sought: 2, boxCount: 4 });
  expect(hanging?.boxes.map(({ reason }) => reason)).toEqual([
    { kind: 'sought', selector: 0, criteria: { plane: ['sagittal'], weighting: ['T2'] } },
    { kind: 'sought', selector: 0, criteria: { plane: ['sagittal'], weighting: ['T1'] } },
  ]);
});

test('what was learned from a screen hangs another study of the kind alike, under other descriptions, and beats ours', () => {
  const now = study('CT', 'HEAD', ['头颅 骨窗', '头颅 软组织窗']);
  const learned = learnProtocol({
    protocolId: 'own-1', name: '我的头颅', modality: 'CT', bodyPart: 'HEAD', layout: '1x2',
    places: [{ candidate: now.candidates[0], window: 'bone' }, { candidate: now.candidates[1], window: 'subdural' }],
  })!;
  const [hanging] = hangingsOf(study('CT', 'HEAD', ['Head 5.0 H31s', 'Head 1.0 H60s']), [learned, ...DEFAULT_PROTOCOLS]);
  expect(hanging).toMatchObject({ protocolId: 'own-1', name: '我的头颅', layout: '1x2' });
  expect(hanging?.boxes.map(({ key, box }) => [key?.split('/')[1], box.window])).toEqual([['Head 1.0 H60s', 'bone'], ['Head 5.0 H31s', 'subdural']]);
});

test('an empty screen teaches nothing', () => {
  expect(learnProtocol({ protocolId: 'own-1', name: '', modality: 'CT', bodyPart: '', layout: '1x1', places: [{ candidate: undefined, window: undefined }] })).toBeUndefined();
});

test('a learned mammography keeps its walls, its one scale and the place of a view that is missing', () => {
  const views = (['R CC', 'L CC', 'R MLO', 'L MLO'] as const).map((name, order) => mammogram(name, order));
  const places = views.map((candidate, index) => ({ candidate, window: undefined, chestWall: index % 2 === 0 ? ('right' as const) : ('left' as const) }));
  const learned = learnProtocol({ protocolId: 'own-MG-BREAST', name: '我的', modality: 'MG', bodyPart: 'BREAST', layout: '2x2', places, hasEqualScale: true })!;
  const past = hangingIfKept({ modalities: ['MG'], bodyPart: 'BREAST', candidates: views.filter(({ key }) => key !== 'L CC') }, learned, DEFAULT_PROTOCOLS)!;
  expect([past.protocolId, past.layout, past.hasEqualScale]).toEqual(['own-MG-BREAST', '2x2', true]);
  expect(past.boxes.map(({ key, box }) => [key, box.chestWall])).toEqual([['R CC', 'right'], [undefined, 'left'], ['R MLO', 'right'], ['L MLO', 'left']]);
});

test('before it is kept a learned protocol is weighed against those that are: where it finds less, another still hangs the study', () => {
  const views = (['R CC', 'L CC', 'R MLO', 'L MLO'] as const).map((name, order) => mammogram(name, order));
  const of = { modalities: ['MG'], bodyPart: 'BREAST', candidates: views };
  const oneView = learnProtocol({ protocolId: 'own-MG-BREAST', name: '我的', modality: 'MG', bodyPart: '', layout: '1x2', places: [{ candidate: views[0], window: undefined }, { candidate: mammogram('R XCCL', 9), window: undefined }] })!;
  // It finds one of its two boxes (round(1/2 x 10) = 5), the four views all of theirs (10).
  expect(hangingIfKept(of, oneView, DEFAULT_PROTOCOLS)?.protocolId).toBe('mammography');
  // What is kept under the same id gives way.
  const before = { ...DEFAULT_PROTOCOLS.find(({ protocolId }) => protocolId === 'mammography')!, protocolId: 'own-MG-BREAST' };
  expect(hangingIfKept(of, oneView, [before])?.name).toBe('我的');
});

function mammogram(name: string, order: number): HangingCandidate {
  const [laterality = '', view = ''] = name.split(' ');
  return { key: name, study: 'current', modality: 'MG', series: classifySeries({ modality: 'MG', seriesDescription: name, bodyPartExamined: 'BREAST' }), order, imageCount: 1, laterality, view };
}
