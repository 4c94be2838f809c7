import { describe, expect, test } from 'vitest';
import { METHOD_NEEDS } from '#main/people/method-needs.ts';
import { createAccessRoute } from '#main/request-handler/access-route.ts';
import { PASSWORD, seatWithPeople, seatWithPhysician } from './people-kit.ts';

const methods = Object.entries(METHOD_NEEDS);

describe('a locked seat', () => {
  test('answers no method but those that lead to signing in, whatever is sent with it', async () => {
    const { gate } = await seatWithPhysician();
    const answered: string[] = [];
    for (const [method] of methods) {
      await gate.admitMethod(method, { studyId: 1, requestId: 11 }).then(() => answered.push(method), (error: unknown) => expect(error).toMatchObject({ code: 'people/locked' }));
    }
    expect(answered).toEqual(['system.describe', 'system.events', 'people.session', 'people.becomeAdministrator', 'people.signIn', 'people.lock', 'people.touch', 'singleSignOn.offer', 'singleSignOn.begin', 'singleSignOn.finish', 'singleSignOn.cancel']);
  });

  test('gives no frame, no metadata, no document, and takes no upload; the page itself is served', async () => {
    const { gate } = await seatWithPhysician();
    const route = createAccessRoute({ gate, requestOfReport: async () => 11 });
    const ask = async (path: string) => (await route(new Request(`http://seat${path}`), path))?.status;
    for (const path of ['/frames/1/1.2.3/1', '/metadata/1/1.2', '/bulk/1/1.2.3/54000100/1/54001010', '/documents/preview/11/1', '/documents/signed/2.25.1', '/uploads/1', '/frames/', '/documents']) {
      expect([path, await ask(path)]).toEqual([path, 403]);
    }
    expect(await ask('/')).toBeUndefined();
    expect(await ask('/assets/index.js')).toBeUndefined();
    expect(await ask('/rpc/people/session')).toBeUndefined();
  });
});

describe('a seat where nobody signs in', () => {
  test('answers everything', async () => {
    const { gate } = seatWithPeople('open');
    for (const [method] of methods) await gate.admitMethod(method, { studyId: 1 });
    expect(await gate.mayReadStudy(1)).toBe(true);
  });

  test('refuses a method that is in no table', async () => {
    const { gate } = seatWithPeople('open');
    for (const method of ['reports.shred', '__proto__.polluted', 'constructor', '']) {
      await expect(gate.admitMethod(method, undefined)).rejects.toMatchObject({ code: 'people/not-allowed' });
    }
  });
});

describe('a physician of one hospital', () => {
  async function signedIn() {
    const seat = await seatWithPhysician();
    await seat.service.signIn({ loginName: 'liumin', password: PASSWORD });
    return seat;
  }

  test('reads its cases and no others', async () => {
    const { gate } = await signedIn();
    await gate.admitMethod('studies.open', { studyId: 1 });
    await gate.admitMethod('reports.saveDraft', { requestId: 11 });
    await expect(gate.admitMethod('studies.open', { studyId: 2 })).rejects.toMatchObject({ code: 'people/out-of-scope', facts: { siteName: '平山县中医院', studyId: 2 } });
    await expect(gate.admitMethod('reports.saveDraft', { requestId: 12 })).rejects.toMatchObject({ code: 'people/out-of-scope' });
    await expect(gate.admitMethod('measurements.markKeyImage', { image: { studyId: 2 }, isKey: true })).rejects.toMatchObject({ code: 'people/out-of-scope' });
    expect([await gate.mayReadStudy(1), await gate.mayReadStudy(2), await gate.mayReadRequest(11), await gate.mayReadRequest(12)]).toEqual([true, false, true, false]);
    expect(gate.visibleSiteIds()).toEqual(['quyang']);
  });

  test('opens another one with a reason that the trail keeps, until the seat is locked', async () => {
    const { gate, service, happenings } = await signedIn();
    await service.breakGlass({ glassStudyId: 2, reason: '胸痛中心会诊，值班电话通知' });
    await gate.admitMethod('studies.open', { studyId: 2 });
    expect([await gate.mayReadStudy(2), await gate.mayReadRequest(12)]).toEqual([true, true]);
    expect(happenings.at(-1)).toEqual({ kind: 'glass-broken', studyId: 2, reason: '胸痛中心会诊，值班电话通知' });
    await service.lock();
    await service.signIn({ loginName: 'liumin', password: PASSWORD });
    expect(await gate.mayReadStudy(2)).toBe(false);
  });

  test('keeps no people, sets up no hospital, reads no trail', async () => {
    const { gate } = await signedIn();
    for (const method of ['people.list', 'people.add', 'sites.add', 'sites.remove', 'audit.rows', 'reportTexts.saveTemplate']) {
      await expect(gate.admitMethod(method, {})).rejects.toMatchObject({ code: 'people/not-allowed' });
    }
  });

  test('signs with no key of somebody else', async () => {
    const { gate, catalogue, liu } = await signedIn();
    const pkcs12 = new Uint8Array([1]);
    const key = { role: 'reporting-physician', pkcs12, issuerName: 'CA', validUntil: '2030-01-01T00:00:00.000Z', demoPin: undefined } as const;
    const [own, others] = [catalogue.signers.put({ ...key, name: '刘敏', certificatePem: 'a' }), catalogue.signers.put({ ...key, name: '赵', certificatePem: 'b' })];
    catalogue.people.ownSigner(own, liu.personId);
    catalogue.people.ownSigner(others, liu.personId - 1);
    await gate.admitMethod('reports.sign', { requestId: 11, signerId: own });
    await expect(gate.admitMethod('reports.sign', { requestId: 11, signerId: others })).rejects.toMatchObject({ code: 'people/not-allowed' });
  });
});

describe('hands', () => {
  test('that do not move for the set minutes lock the seat at main too, and the trail says so', async () => {
    const { service, gate, happenings, pass } = await seatWithPhysician();
    await service.signIn({ loginName: 'liumin', password: PASSWORD });
    pass(10);
    expect(gate.isAttended()).toBe(true);
    // Main waits the half minute longer in which a page may keep a touch to itself.
    pass(0.6);
    expect(gate.isAttended()).toBe(false);
    expect(happenings.at(-1)).toMatchObject({ kind: 'locked', person: { loginName: 'liumin' } });
  });

  test('that move keep it open', async () => {
    const { service, gate, pass } = await seatWithPhysician();
    await service.signIn({ loginName: 'liumin', password: PASSWORD });
    for (let minutes = 0; minutes < 60; minutes += 9) {
      pass(9);
      await service.touch();
    }
    expect(gate.isAttended()).toBe(true);
  });

  test('and a clock that is set back locks it', async () => {
    const { service, gate, pass } = await seatWithPhysician();
    await service.signIn({ loginName: 'liumin', password: PASSWORD });
    pass(-60);
    expect(gate.isAttended()).toBe(false);
  });
});
