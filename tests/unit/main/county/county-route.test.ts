import { expect, test } from 'vitest';
import { createCountyLinks } from '#main/county/county-links.ts';
import { startCountyListener } from '#main/county/county-listener.ts';
import { createCountyRoute } from '#main/county/county-route.ts';
import { asRemote } from '#main/database/remote-repositories.ts';
import { openCollaborationWorld } from '#tests/support/collaboration-world.ts';
import { silentLog } from '#main/platform/log.ts';

const ORIGIN = 'http://127.0.0.1:8443';

async function openCounty() {
  const world = await openCollaborationWorld();
  const links = createCountyLinks(asRemote(world.catalogue.settings), world.clock);
  const { technician } = world;
  const route = createCountyRoute({
    siteOf: (key) => links.siteOf(key), siteName: (siteId) => ({ yunxiu: '云岫县人民医院', qingling: '青岭县人民医院' })[siteId] ?? siteId, centreName: () => '澜州中心',
    requests: (siteId) => technician.ofSite(siteId), markSeen: (siteId, key) => technician.markSeen(siteId, key),
    answer: (siteId, key, by, text, isDone) => technician.answer(siteId, key, by, text, isDone),
  }, false, silentLog);
  const enter = async (key: string) => (await route(new Request(`${ORIGIN}/h/${key}`))).headers.get('set-cookie')?.split(';')[0] ?? '';
  const get = (path: string, cookie: string) => route(new Request(ORIGIN + path, { headers: { cookie } }));
  const post = (path: string, cookie: string, form: Record<string, string>, origin = ORIGIN) => {
    const body = new URLSearchParams(form).toString();
    return route(new Request(ORIGIN + path, { method: 'POST', headers: { cookie, origin, 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(Buffer.byteLength(body)) }, body }));
  };
  const studyId = world.addStudy('yunxiu', { studyInstanceUid: '1.1', patientName: '=赵^守田', patientId: '417<b>' });
  return { world, links, route, enter, get, post, studyId };
}

test('a hospital sees its own question within its next look, answers it, and the time of the case runs again when it is done', async () => {
  const { world, links, enter, get, post, studyId } = await openCounty();
  const cookie = await enter(await links.make('yunxiu'));
  const versionBefore = await (await get('/version', cookie)).text();
  await world.technician.ask(studyId, 'missing-view', '请补侧位 <script>', '/9j/4AAQ');
  expect(await (await get('/version', cookie)).text()).not.toBe(versionBefore);
  const page = await (await get('/', cookie)).text();
  expect(page).toContain('缺体位，请补拍');
  expect(page).toContain('417&lt;b&gt;');
  expect(page).toContain('请补侧位 &lt;script&gt;');
  expect(page).not.toContain('<script>');
  const [request] = await world.technician.ofStudy(studyId);
  expect(request).toMatchObject({ state: 'open', seenAt: '2026-11-22T01:00:00.000Z', askedBy: '周牧' });
  expect(Buffer.from(await (await get(`/pictures/${request?.requestKey ?? ''}`, cookie)).arrayBuffer()).toString('base64')).toBe('/9j/4AAQ');

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
  await world.technician.ask(studyId, 'repeat', '运动', '/9j/4AAQ');
  const [request] = await world.technician.ofStudy(studyId);
  const cookie = await enter(await links.make('qingling'));
  expect(await (await get('/', cookie)).text()).toContain('现在没有要处理的请求');
  expect((await get(`/pictures/${request?.requestKey ?? ''}`, cookie)).status).toBe(404);
  await post(`/requests/${request?.requestKey ?? ''}`, cookie, { by: '别院', text: '无', outcome: 'done' });
  expect(await world.technician.ofStudy(studyId)).toMatchObject([{ state: 'open', answers: [] }]);
});

test('without a valid link nothing is served, a renewed link ends the former one, and the key is kept only as its digest', async () => {
  const { world, links, route, enter, get } = await openCounty();
  const first = await links.make('yunxiu');
  const cookie = await enter(first);
  expect((await get('/', cookie)).status).toBe(200);
  const second = await links.make('yunxiu');
  expect((await get('/', cookie)).status).toBe(403);
  expect((await route(new Request(`${ORIGIN}/h/${first}`))).status).toBe(403);
  expect((await get('/', '')).status).toBe(403);
  expect(JSON.stringify(world.dump())).not.toContain(second);
  await links.end('yunxiu');
  expect((await route(new Request(`${ORIGIN}/h/${second}`))).status).toBe(403);
});

test('the link becomes a strict cookie, the page allows no foreign content, and a form of another page is refused', async () => {
  const { links, route, enter, get, post } = await openCounty();
  const key = await links.make('yunxiu');
  const entrance = await route(new Request(`${ORIGIN}/h/${key}`));
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
  await world.technician.ask(studyId, 'artefact', '', '');
  const [request] = await world.technician.ofStudy(studyId);
  await world.technician.close(studyId, request?.requestKey ?? '');
  const cookie = await enter(await links.make('yunxiu'));
  expect((await post(`/requests/${request?.requestKey ?? ''}`, cookie, { by: '马技师', text: '好', outcome: 'answer' })).headers.get('location')).toBe('/?said=closed');
});

test('a form that is longer than an answer, or does not say how long it is, is not read', async () => {
  const { world, links, route, enter, post, studyId } = await openCounty();
  await world.technician.ask(studyId, 'artefact', '', '');
  const [request] = await world.technician.ofStudy(studyId);
  const path = `/requests/${request?.requestKey ?? ''}`;
  const cookie = await enter(await links.make('yunxiu'));
  expect((await post(path, cookie, { by: '马技师', text: 'x'.repeat(20_000), outcome: 'answer' })).headers.get('location')).toBe('/?said=empty');
  const body = new ReadableStream({ pull: () => Promise.reject(new Error('it was read')) });
  const endless = new Request(ORIGIN + path, { method: 'POST', headers: { cookie, origin: ORIGIN }, body, duplex: 'half' } as RequestInit);
  expect((await route(endless)).headers.get('location')).toBe('/?said=empty');
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
