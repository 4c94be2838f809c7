import { runInNewContext } from 'node:vm';
import { get } from 'node:https';
import { expect, test } from 'vitest';
import { createCountyLinks } from '#main/county/county-links.ts';
import { startCountyListener } from '#main/county/county-listener.ts';
import { COUNTY_SCRIPT } from '#main/county/county-page.ts';
import { createCountyRoute, type CountyDesk } from '#main/county/county-route.ts';
import type { PictureAnswer } from '#main/pictures/picture-desk.ts';
import { asRemote } from '#main/database/remote-repositories.ts';
import { openCollaborationWorld, trackOf } from '#tests/support/collaboration-world.ts';
import { testImage } from '#tests/support/marked-image.ts';
import { silentLog } from '#main/platform/log.ts';
import { makeAuthority } from '#tests/support/tls-hospital.ts';

const ORIGIN = 'http://127.0.0.1:8443';

async function openCounty() {
  const world = await openCollaborationWorld();
  const pictures = { kind: 'picture' as PictureAnswer['kind'] };
  const links = createCountyLinks(asRemote(world.catalogue.settings), world.clock);
  const { technician } = world;
  const route = createCountyRoute({
    siteOf: (key) => links.siteOf(key), siteName: (siteId) => ({ yunxiu: '云岫县人民医院', qingling: '青岭县人民医院' })[siteId] ?? siteId, centreName: () => '澜州中心',
    requests: (siteId) => technician.ofSite(siteId), markSeen: (siteId, key) => technician.markSeen(siteId, key),
    answer: (siteId, key, by, text, isDone) => technician.answer(siteId, key, by, text, isDone),
    reports: (siteId) => world.countyReports.ofSite(siteId), confirm: (siteId, reportUid, step, by) => world.countyReports.confirm(siteId, reportUid, step, by),
    pictureState: async () => pictures.kind,
    picture: async () => (pictures.kind === 'picture' ? { kind: 'picture', png: Uint8Array.of(0x89, 0x50) } : { kind: pictures.kind }),
  }, false, { clock: world.clock, log: silentLog });
  const ask = (request: Request) => route(request, '10.0.0.7');
  const enter = async (key: string) => (await ask(new Request(`${ORIGIN}/h/${key}`))).headers.get('set-cookie')?.split(';')[0] ?? '';
  const get = (path: string, cookie: string) => ask(new Request(ORIGIN + path, { headers: { cookie } }));
  const post = (path: string, cookie: string, form: Record<string, string>, origin = ORIGIN) => {
    const body = new URLSearchParams(form).toString();
    return ask(new Request(ORIGIN + path, { method: 'POST', headers: { cookie, origin, 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(Buffer.byteLength(body)) }, body }));
  };
  const studyId = world.addStudy('yunxiu', { studyInstanceUid: '1.1', patientName: '=赵^守田', patientId: '417<b>' });
  return { world, links, pictures, route, ask, enter, get, post, studyId };
}

test('a hospital sees its own question within its next look, answers it, and the time of the case runs again when it is done', async () => {
  const { world, links, enter, get, post, studyId } = await openCounty();
  const cookie = await enter(await links.make('yunxiu'));
  const versionBefore = await (await get('/version', cookie)).text();
  await world.technician.ask(studyId, 'missing-view', '请补侧位 <script>', testImage);
  expect(await (await get('/version', cookie)).text()).not.toBe(versionBefore);
  const page = await (await get('/', cookie)).text();
  expect(page).toContain('缺体位，请补拍');
  expect(page).toContain('417&lt;b&gt;');
  expect(page).toContain('请补侧位 &lt;script&gt;');
  expect(page).not.toContain('<script>');
  const [request] = await world.technician.ofStudy(studyId);
  expect(request).toMatchObject({ state: 'open', seenAt: '2026-11-22T01:00:00.000Z', askedBy: '周牧' });
  // The picture is this server's own; the arrow is at 384 of 512 columns and 128 of 512 rows.
  expect(page).toContain('序列 3 · 图像 12 · 箭头指在右上（列 384，行 128）');
  expect(page).toContain('<svg x="75.00%" y="25.00%" overflow="visible">');
  expect((await get(`/pictures/${request?.requestKey ?? ''}`, cookie)).headers.get('content-type')).toBe('image/png');

  world.advance(9 * 60_000);
  expect((await post(`/requests/${request?.requestKey ?? ''}`, cookie, { by: '马技师', text: '马上补', outcome: 'answer' })).headers.get('location')).toBe('/?said=sent');
  expect(await world.technician.ofStudy(studyId)).toMatchObject([{ state: 'answered' }]);
  world.advance(21 * 60_000);
  await post(`/requests/${request?.requestKey ?? ''}`, cookie, { by: '马技师', text: '', outcome: 'done' });
  expect(await world.technician.ofStudy(studyId)).toMatchObject([{ state: 'done', answers: [{ by: '马技师', text: '马上补', isDone: false }, { isDone: true }] }]);
  expect(world.pauses).toEqual([`pause ${studyId} 请技师补体位`, `resume ${studyId}`]);
  // First answer after 9 minutes, done after 9 + 21.
  expect(await world.technician.scorecards('2026-11-22T00:00:00.000Z', '2026-11-23T00:00:00.000Z')).toEqual([
    { siteName: '云岫县人民医院', total: 1, byKind: { repeat: 0, 'missing-view': 1, 'wrong-side': 0, artefact: 0 }, unanswered: 0, medianAnswerMinutes: 9, medianDoneMinutes: 30 },
  ]);
});

test('another hospital sees nothing of it: not the page, not the picture, and cannot answer', async () => {
  const { world, links, enter, get, post, studyId } = await openCounty();
  await world.technician.ask(studyId, 'repeat', '运动', testImage);
  const [request] = await world.technician.ofStudy(studyId);
  const cookie = await enter(await links.make('qingling'));
  expect(await (await get('/', cookie)).text()).toContain('现在没有要处理的请求');
  expect((await get(`/pictures/${request?.requestKey ?? ''}`, cookie)).status).toBe(404);
  await post(`/requests/${request?.requestKey ?? ''}`, cookie, { by: '别院', text: '无', outcome: 'done' });
  expect(await world.technician.ofStudy(studyId)).toMatchObject([{ state: 'open', answers: [] }]);
});

test('without a valid link nothing is served, a renewed link ends the former one, and the key is kept only as its digest', async () => {
  const { world, links, ask, enter, get } = await openCounty();
  const first = await links.make('yunxiu');
  const cookie = await enter(first);
  expect((await get('/', cookie)).status).toBe(200);
  const second = await links.make('yunxiu');
  expect((await get('/', cookie)).status).toBe(403);
  expect((await ask(new Request(`${ORIGIN}/h/${first}`))).status).toBe(403);
  expect((await get('/', '')).status).toBe(403);
  expect(JSON.stringify(world.dump())).not.toContain(second);
  await links.end('yunxiu');
  expect((await ask(new Request(`${ORIGIN}/h/${second}`))).status).toBe(403);
});

test('the link becomes a strict cookie, the page allows no foreign content, and a form of another page is refused', async () => {
  const { links, ask, enter, get, post } = await openCounty();
  const key = await links.make('yunxiu');
  const entrance = await ask(new Request(`${ORIGIN}/h/${key}`));
  expect(entrance.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict; Path=\//);
  expect(entrance.headers.get('location')).toBe('/');
  const cookie = await enter(key);
  const policy = (await get('/', cookie)).headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  expect((await post('/requests/x', cookie, { by: 'a', text: 'b', outcome: 'answer' }, 'http://elsewhere.example')).status).toBe(403);
});

test('what the physician has settled is not answered any more, and says so', async () => {
  const { world, links, enter, post, studyId } = await openCounty();
  await world.technician.ask(studyId, 'artefact', '', null);
  const [request] = await world.technician.ofStudy(studyId);
  await world.technician.close(studyId, request?.requestKey ?? '');
  const cookie = await enter(await links.make('yunxiu'));
  expect((await post(`/requests/${request?.requestKey ?? ''}`, cookie, { by: '马技师', text: '好', outcome: 'answer' })).headers.get('location')).toBe('/?said=closed');
});

test('a form that is longer than an answer, or does not say how long it is, is not read', async () => {
  const { world, links, ask, enter, post, studyId } = await openCounty();
  await world.technician.ask(studyId, 'artefact', '', null);
  const [request] = await world.technician.ofStudy(studyId);
  const path = `/requests/${request?.requestKey ?? ''}`;
  const cookie = await enter(await links.make('yunxiu'));
  expect((await post(path, cookie, { by: '马技师', text: 'x'.repeat(20_000), outcome: 'answer' })).headers.get('location')).toBe('/?said=empty');
  const body = new ReadableStream({ pull: () => Promise.reject(new Error('it was read')) });
  const endless = new Request(ORIGIN + path, { method: 'POST', headers: { cookie, origin: ORIGIN }, body, duplex: 'half' } as RequestInit);
  expect((await ask(endless)).headers.get('location')).toBe('/?said=empty');
  expect(await world.technician.ofStudy(studyId)).toMatchObject([{ state: 'open', answers: [] }]);
});

test('over a real socket the page is served on this machine; beyond it plain HTTP is refused', async () => {
  const { links, route } = await openCounty();
  const listener = await startCountyListener(route, { host: '127.0.0.1', port: 0, tls: undefined }, silentLog);
  try {
    const answer = await fetch(`${listener.address}/h/${await links.make('yunxiu')}`, { redirect: 'manual' });
    expect(answer.status).toBe(303);
  } finally {
    await listener.close();
  }
  await expect(startCountyListener(route, { host: '0.0.0.0', port: 0, tls: undefined }, silentLog)).rejects.toThrow('certificate');
});

test('where the server has no such image the page says so and where it is found, and shows it by itself when it comes', async () => {
  const { world, links, pictures, enter, get, studyId } = await openCounty();
  pictures.kind = 'waiting';
  await world.technician.ask(studyId, 'wrong-side', '', testImage);
  const cookie = await enter(await links.make('yunxiu'));
  const page = await (await get('/', cookie)).text();
  expect(page).toContain('图像正在从归档取来');
  expect(page).toContain('序列 3 · 图像 12');
  expect(page).not.toContain('<img');
  const [request] = await world.technician.ofStudy(studyId);
  expect((await get(`/pictures/${request?.requestKey ?? ''}`, cookie)).status).toBe(404);
  const before = await (await get('/version', cookie)).text();
  pictures.kind = 'picture';
  expect(await (await get('/version', cookie)).text()).not.toBe(before);
  for (const [kind, words] of [['absent', '这台服务器上没有这幅图像'], ['refused', '这种图像不能在网页上显示']] as const) {
    pictures.kind = kind;
    expect(await (await get('/', cookie)).text()).toContain(words);
  }
});

test('no record of a question or a consultation holds a byte of a picture, and each stays small', async () => {
  const { world, studyId } = await openCounty();
  await world.technician.ask(studyId, 'repeat', '字'.repeat(500), testImage);
  await world.consultations.ask(studyId, { toSeatId: 'seat_2', to: '神经外科', question: '问'.repeat(2_000), image: testImage });
  const kept = world.dump()['shared_record'] as { content: string }[];
  // 500 letters of 3 bytes and a kilobyte of state; 2,000 letters and as much.
  expect(kept.map(({ content }) => Buffer.byteLength(content) < 1_500 + 1_200)).toEqual([true, false]);
  expect(kept.map(({ content }) => Buffer.byteLength(content) < 6_000 + 1_200)).toEqual([true, true]);
  await expect(world.technician.ask(studyId, 'repeat', 'A'.repeat(450), null)).rejects.toMatchObject({ code: 'hub/too-large' });
});

test('a delivered report is confirmed once by the hospital, stands in the record of the seat that signed it, and in the audit trail', async () => {
  const { world, links, enter, get, post, studyId } = await openCounty();
  const cookie = await enter(await links.make('yunxiu'));
  world.tracks.push(trackOf(studyId, { objects: [{ readBackAt: null }] }));
  await world.countyReports.turn();
  expect(await (await get('/', cookie)).text()).toContain('近 30 天没有送达的报告');
  world.tracks[0] = trackOf(studyId, {});
  const before = await (await get('/version', cookie)).text();
  await world.countyReports.turn();
  expect(await (await get('/version', cookie)).text()).not.toBe(before);
  const page = await (await get('/', cookie)).text();
  expect(page).toContain('data-report="2.25.7" data-report-state="new"');
  expect(page).toContain('报告（1 份待确认）');
  expect(page).toContain('头颅 CT &lt;img&gt;');
  expect(page).not.toContain('<img');

  world.advance(60_000);
  expect((await post('/reports/2.25.7', cookie, { by: '马技师', step: 'received' })).headers.get('location')).toBe('/?said=confirmed');
  expect((await post('/reports/2.25.7', cookie, { by: '别人', step: 'received' })).headers.get('location')).toBe('/?said=confirmed');
  await post('/reports/2.25.7', cookie, { by: '刘护士', step: 'handed-over' });
  expect(world.acknowledged).toEqual(['2.25.7 report 马技师 网页：收到']);
  expect(world.confirmedSteps).toEqual(['received 马技师', 'handed-over 刘护士']);
  expect(await world.countyReports.stepsOf('yunxiu', '2.25.7')).toEqual([{ step: 'received', by: '马技师', at: '2026-11-22T01:01:00.000Z' }, { step: 'handed-over', by: '刘护士', at: '2026-11-22T01:01:00.000Z' }]);
  expect(await (await get('/', cookie)).text()).toContain('data-report-state="known"');
});

test('a report that was taken back says so in red, is confirmed as such once, and nothing else of it is', async () => {
  const { world, links, enter, get, post, studyId } = await openCounty();
  const cookie = await enter(await links.make('yunxiu'));
  world.tracks.push(trackOf(studyId, {}));
  await world.countyReports.turn();
  world.tracks[0] = trackOf(studyId, { withdrawal: { reason: 'wrong-patient', at: '2026-11-22T02:00:00.000Z', isAcknowledged: false } });
  await world.countyReports.turn();
  const page = await (await get('/', cookie)).text();
  expect(page).toContain('data-report-state="withdrawn"');
  expect(page).toContain('撤回（患者有误）');
  expect((await post('/reports/2.25.7', cookie, { by: '马技师', step: 'printed' })).headers.get('location')).toBe('/?said=changed');
  await post('/reports/2.25.7', cookie, { by: '马技师', step: 'withdrawal' });
  expect(world.acknowledged).toEqual(['2.25.7 withdrawal 马技师 网页：确认撤回']);
  expect(await (await get('/', cookie)).text()).toContain('data-report-state="withdrawal-known"');
});

test('no hospital sees or confirms another’s report, and a step that is none is none', async () => {
  const { world, links, enter, get, post, studyId } = await openCounty();
  world.tracks.push(trackOf(studyId, {}));
  await world.countyReports.turn();
  const cookie = await enter(await links.make('qingling'));
  expect(await (await get('/', cookie)).text()).not.toContain('2.25.7');
  expect((await post('/reports/2.25.7', cookie, { by: '别院', step: 'received' })).headers.get('location')).toBe('/?said=changed');
  expect((await post('/reports/2.25.7', await enter(await links.make('yunxiu')), { by: '马技师', step: 'signed' })).headers.get('location')).toBe('/?said=empty');
  expect(world.acknowledged).toEqual([]);
});

test('whoever tries links, or sends without end, is told to wait, and others are served meanwhile', async () => {
  const { links, route, enter, get, post } = await openCounty();
  const tries = [];
  for (let count = 0; count < 25; count += 1) tries.push((await route(new Request(`${ORIGIN}/h/guess${count}`), '10.0.0.66')).status);
  expect(tries).toEqual([...Array.from({ length: 20 }, () => 403), ...Array.from({ length: 5 }, () => 429)]);
  const cookie = await enter(await links.make('yunxiu'));
  const sent = [];
  for (let count = 0; count < 32; count += 1) sent.push((await post('/requests/x', cookie, { by: 'a', text: 'b', outcome: 'answer' })).headers.get('location'));
  expect(sent.filter((where) => where === '/?said=busy')).toHaveLength(2);
  expect((await get('/', cookie)).status).toBe(200);
});

test('with a certificate the page is served over TLS, and its cookie never goes without', async () => {
  const { world, links } = await openCounty();
  const authority = makeAuthority('测试机构');
  const { certificate, key } = authority.issue('127.0.0.1');
  const secure = createCountyRoute({ ...nobody, siteOf: (given) => links.siteOf(given) }, true, { clock: world.clock, log: silentLog });
  const listener = await startCountyListener(secure, { host: '127.0.0.1', port: 0, tls: { certificate, key } }, silentLog);
  try {
    expect(listener.address).toMatch(/^https:/);
    const { status, cookie } = await new Promise<{ status: number | undefined; cookie: string }>((resolve, reject) => {
      void links.make('yunxiu').then((made) => get(`${listener.address}/h/${made}`, { ca: authority.certificate }, (answer) => resolve({ status: answer.statusCode, cookie: String(answer.headers['set-cookie']) })).on('error', reject), reject);
    });
    expect(status).toBe(303);
    expect(cookie).toMatch(/; Secure$/);
    await expect(fetch(listener.address.replace('https:', 'http:'))).rejects.toThrow();
  } finally {
    await listener.close();
  }
});

const nobody: CountyDesk = {
  siteOf: async () => undefined, siteName: (siteId) => siteId, centreName: () => '', requests: async () => [], reports: async () => [], pictureState: async () => 'absent', picture: async () => ({ kind: 'absent' }),
  confirm: async () => undefined, markSeen: async () => undefined, answer: async () => undefined,
};

test('a page that hears nothing any more says so until it hears again, and one whose link was ended is loaded anew', async () => {
  const dataset: Record<string, string> = { version: 'v1' };
  let look: () => Promise<void> = async () => {};
  let reloads = 0;
  let answer: () => Promise<{ ok: boolean; status: number; text: () => Promise<string> }> = async () => ({ ok: true, status: 200, text: async () => 'v1' });
  runInNewContext(COUNTY_SCRIPT, {
    document: { body: { dataset }, querySelectorAll: () => [], activeElement: null }, location: { reload: () => (reloads += 1) }, fetch: () => answer(),
    AbortSignal, setInterval: (callback: () => Promise<void>) => (look = callback), localStorage: { getItem: () => null },
  });
  await look();
  expect([dataset['connection'], reloads]).toEqual(['good', 0]);
  answer = () => Promise.reject(new TypeError('away'));
  await look();
  expect([dataset['connection'], reloads]).toEqual(['broken', 0]);
  answer = async () => ({ ok: false, status: 500, text: async () => '' });
  await look();
  expect([dataset['connection'], reloads]).toEqual(['broken', 0]);
  answer = async () => ({ ok: true, status: 200, text: async () => 'v2' });
  await look();
  expect([dataset['connection'], reloads]).toEqual(['good', 1]);
  answer = async () => ({ ok: false, status: 403, text: async () => '' });
  await look();
  expect(reloads).toBe(2);
});
