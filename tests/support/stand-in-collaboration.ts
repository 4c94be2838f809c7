import { implement } from '@orpc/server';
import { applicationContract } from '#shared/contract/application.contract.ts';
import type { CaseListView, ConsultationView } from '#shared/contract/services/consultations.contract.ts';
import type { PatientIdentity } from '#shared/contract/services/identity.contract.ts';
import type { TechnicianRequestView } from '#shared/contract/services/technician.contract.ts';
import type { ApplicationEvent } from '#shared/contract/services/system.contract.ts';
import { DRAFT_REFERRAL_DISEASES } from '#shared/collaboration/referral/draft-diseases.ts';
import type { ReferralTable } from '#shared/collaboration/referral/referral-table.ts';
import { AppError } from '#shared/errors/app-error.ts';

const patient = (studyId: number, siteName: string, patientId: string): PatientIdentity['person'][number] => ({
  studyId, siteId: siteName, siteName, patientId, issuerOfPatientId: '', name: { alphabetic: 'Zhao^Shoutian', ideographic: '赵^守田', phonetic: '' }, sex: 'M', birthDate: '1955-03-01',
  studyCount: 2, newestStudyDate: '2026-03-11',
});

/** Persons, questions to technicians, consultations and referrals over data in memory. */
export function createStandInCollaboration(publish: (event: ApplicationEvent) => void) {
  const os = implement(applicationContract);
  const requests = new Map<number, TechnicianRequestView[]>();
  const consultations: ConsultationView[] = [];
  let lists: CaseListView[] = [];
  let table: ReferralTable = { isDraft: true, diseases: [...DRAFT_REFERRAL_DISEASES], levels: {} };
  const joined = new Map<number, PatientIdentity['links'][number]>();
  const now = () => new Date().toISOString();
  const other = patient(900_001, '青岭县人民医院', '000417');
  const twin = { ...patient(900_002, '石梁县中医院', '000417'), name: { alphabetic: 'Zhao^Shoudi', ideographic: '赵^守地', phonetic: '' } };

  const identityOf = (studyId: number): PatientIdentity => {
    const link = joined.get(studyId);
    const own = patient(studyId, '云岫县人民医院', 'P1');
    return {
      person: link?.status === 'same' ? [own, other] : [own],
      links: link === undefined ? [] : [link],
      candidates: [
        ...(link === undefined ? [{ ...other, evidence: ['same-national-id' as const, 'same-name' as const, 'same-birth-date' as const, 'same-sex' as const], standing: 'likely' as const }] : []),
        { ...twin, evidence: ['same-birth-date' as const, 'same-sex' as const, 'same-number' as const, 'other-name' as const, 'possible-twin' as const], standing: 'conflicting' as const },
      ],
    };
  };
  const consultationOf = (key: string): ConsultationView => {
    const found = consultations.find(({ consultationKey }) => consultationKey === key);
    if (found === undefined) throw new AppError('collaboration/unknown', 'no such consultation');
    return found;
  };
  const tell = (area: 'identity' | 'technician' | 'consultation' | 'referral', studyId?: number) =>
    publish({ kind: 'collaboration-changed', area, studyIds: studyId === undefined ? [] : [studyId] });
  return {
    identity: {
      forStudy: os.identity.forStudy.handler(({ input }) => identityOf(input.studyId)),
      decide: os.identity.decide.handler(({ input: { studyId, decision } }) => {
        joined.set(studyId, { linkKey: 'link', status: decision, evidence: ['same-name'], decidedBy: '周牧', decidedAt: now(), patients: [patient(studyId, '云岫县人民医院', 'P1'), other] });
        tell('identity', studyId);
        return identityOf(studyId);
      }),
      undo: os.identity.undo.handler(({ input: { studyId } }) => {
        joined.delete(studyId);
        tell('identity', studyId);
        return identityOf(studyId);
      }),
    },
    technician: {
      ofStudy: os.technician.ofStudy.handler(({ input }) => requests.get(input.studyId) ?? []),
      ask: os.technician.ask.handler(({ input: { studyId, kind, text, image } }) => {
        const asked: TechnicianRequestView = { requestKey: `${studyId}-${now()}`, kind, text, image, askedBy: '周牧', askedAt: now(), seenAt: null, answers: [], state: 'open' };
        requests.set(studyId, [asked, ...(requests.get(studyId) ?? [])]);
        tell('technician', studyId);
        return requests.get(studyId) ?? [];
      }),
      close: os.technician.close.handler(({ input: { studyId, requestKey } }) => {
        requests.set(studyId, (requests.get(studyId) ?? []).map((one) => (one.requestKey === requestKey ? { ...one, state: 'closed' } : one)));
        tell('technician', studyId);
        return requests.get(studyId) ?? [];
      }),
      scorecards: os.technician.scorecards.handler(() => [
        { siteName: '云岫县人民医院', total: 7, byKind: { repeat: 2, 'missing-view': 3, 'wrong-side': 1, artefact: 1 }, unanswered: 1, medianAnswerMinutes: 9, medianDoneMinutes: 34.5 },
      ]),
      countyPages: os.technician.countyPages.handler(() => ({ address: 'http://127.0.0.1:8443', sites: [{ siteId: 'yunxiu', siteName: '云岫县人民医院', madeAt: null }] })),
      makeCountyLink: os.technician.makeCountyLink.handler(() => ({ url: 'http://127.0.0.1:8443/h/key' })),
      endCountyLink: os.technician.endCountyLink.handler(() => ({})),
    },
    consultations: {
      ofStudy: os.consultations.ofStudy.handler(({ input }) => consultations.filter(({ studyId }) => studyId === input.studyId)),
      open: os.consultations.open.handler(() => consultations.filter(({ closedAt }) => closedAt === null)),
      colleagues: os.consultations.colleagues.handler(() => [{ seatId: 'seat_2', person: '林知远' }]),
      ask: os.consultations.ask.handler(({ input: { studyId, to, question, image } }) => {
        consultations.unshift({ consultationKey: `c${consultations.length}`, studyId, siteName: '云岫县人民医院', to, question, image, askedBy: '周牧', askedAt: now(), answers: [], closedAt: null });
        tell('consultation', studyId);
        return consultations.filter((one) => one.studyId === studyId);
      }),
      answer: os.consultations.answer.handler(({ input: { consultationKey, text } }) => {
        const found = consultationOf(consultationKey);
        found.answers.push({ by: '林知远', at: now(), text });
        tell('consultation', found.studyId ?? undefined);
        return found;
      }),
      close: os.consultations.close.handler(({ input }) => Object.assign(consultationOf(input.consultationKey), { closedAt: now() })),
      lists: os.consultations.lists.handler(() => lists),
      createList: os.consultations.createList.handler(({ input: { name, plannedOn } }) => {
        lists = [...lists, { listKey: `l${lists.length}`, name, plannedOn, createdBy: '周牧', cases: [] }];
        return lists;
      }),
      addToList: os.consultations.addToList.handler(({ input: { listKey, studyId, note } }) => {
        lists = lists.map((list) => (list.listKey === listKey ? { ...list, cases: [...list.cases, { studyId, studyInstanceUid: `1.${studyId}`, siteName: '云岫县人民医院', note, addedBy: '周牧', addedAt: now() }] } : list));
        return lists;
      }),
      removeFromList: os.consultations.removeFromList.handler(({ input: { listKey, studyInstanceUid } }) => {
        lists = lists.map((list) => (list.listKey === listKey ? { ...list, cases: list.cases.filter((one) => one.studyInstanceUid !== studyInstanceUid) } : list));
        return lists;
      }),
      closeList: os.consultations.closeList.handler(({ input }) => {
        lists = lists.filter(({ listKey }) => listKey !== input.listKey);
        return lists;
      }),
      shareView: os.consultations.shareView.handler(() => ({})),
      sharedViews: os.consultations.sharedViews.handler(() => []),
    },
    referral: {
      table: os.referral.table.handler(() => table),
      saveTable: os.referral.saveTable.handler(({ input }) => {
        table = input;
        return {};
      }),
      levelOf: os.referral.levelOf.handler(() => ({ level: 'second' as const })),
      setLevel: os.referral.setLevel.handler(() => ({})),
    },
  };
}
