import type { ViewState } from '#shared/contract/services/consultations.contract.ts';
import type { ConsultationService } from '../collaboration/consultation.service.ts';
import type { IdentityService } from '../collaboration/identity.service.ts';
import type { ReferralService } from '../collaboration/referral.service.ts';
import type { SharedPlace } from '../collaboration/shared-view.service.ts';
import type { TechnicianService } from '../collaboration/technician.service.ts';
import type { GatedImplementer } from './gated-implementer.ts';

/** What physicians say of patients, to hospitals and to each other. */
export interface CollaborationServices {
  readonly identity: IdentityService;
  readonly technician: Pick<TechnicianService, 'ofStudy' | 'ask' | 'close' | 'scorecards'> & {
    readonly countyPages: () => Promise<{ address: string | null; sites: { siteId: string; siteName: string; madeAt: string | null }[] }>;
    readonly makeCountyLink: (siteId: string) => Promise<{ url: string }>;
    readonly endCountyLink: (siteId: string) => Promise<void>;
  };
  readonly consultations: ConsultationService & {
    readonly shareView: (studyId: number, view: ViewState) => Promise<void>;
    readonly sharedViews: (studyId: number) => Promise<SharedPlace[]>;
  };
  readonly referral: ReferralService;
}

/** Their methods, each of which goes to one service. */
export function collaborationMethods(os: GatedImplementer, { identity, technician, consultations, referral }: CollaborationServices) {
  return {
    identity: {
      forStudy: os.identity.forStudy.handler(({ input }) => identity.forStudy(input.studyId)),
      decide: os.identity.decide.handler(({ input }) => identity.decide(input.studyId, input.otherStudyId, input.decision)),
      undo: os.identity.undo.handler(({ input }) => identity.undo(input.studyId, input.linkKey)),
    },
    technician: {
      ofStudy: os.technician.ofStudy.handler(({ input }) => technician.ofStudy(input.studyId)),
      ask: os.technician.ask.handler(({ input }) => technician.ask(input.studyId, input.kind, input.text, input.image)),
      close: os.technician.close.handler(({ input }) => technician.close(input.studyId, input.requestKey)),
      scorecards: os.technician.scorecards.handler(({ input }) => technician.scorecards(input.from, input.to)),
      countyPages: os.technician.countyPages.handler(() => technician.countyPages()),
      makeCountyLink: os.technician.makeCountyLink.handler(({ input }) => technician.makeCountyLink(input.siteId)),
      endCountyLink: os.technician.endCountyLink.handler(({ input }) => done(technician.endCountyLink(input.siteId))),
    },
    consultations: {
      ofStudy: os.consultations.ofStudy.handler(({ input }) => consultations.ofStudy(input.studyId)),
      open: os.consultations.open.handler(() => consultations.open()),
      colleagues: os.consultations.colleagues.handler(() => consultations.colleagues()),
      ask: os.consultations.ask.handler(({ input: { studyId, ...question } }) => consultations.ask(studyId, question)),
      answer: os.consultations.answer.handler(({ input }) => consultations.answer(input.consultationKey, input.text)),
      close: os.consultations.close.handler(({ input }) => consultations.close(input.consultationKey)),
      lists: os.consultations.lists.handler(() => consultations.lists()),
      createList: os.consultations.createList.handler(({ input }) => consultations.createList(input.name, input.plannedOn)),
      addToList: os.consultations.addToList.handler(({ input }) => consultations.addToList(input.listKey, input.studyId, input.note)),
      removeFromList: os.consultations.removeFromList.handler(({ input }) => consultations.removeFromList(input.listKey, input.studyInstanceUid)),
      closeList: os.consultations.closeList.handler(({ input }) => consultations.closeList(input.listKey)),
      shareView: os.consultations.shareView.handler(({ input }) => done(consultations.shareView(input.studyId, input.view))),
      sharedViews: os.consultations.sharedViews.handler(({ input }) => consultations.sharedViews(input.studyId)),
    },
    referral: {
      table: os.referral.table.handler(() => referral.table()),
      saveTable: os.referral.saveTable.handler(({ input }) => done(referral.saveTable(input))),
      levelOf: os.referral.levelOf.handler(({ input }) => referral.levelOf(input.studyId)),
      setLevel: os.referral.setLevel.handler(({ input }) => done(referral.setLevel(input.siteId, input.level))),
    },
  };
}

async function done(work: Promise<void>): Promise<Record<string, never>> {
  await work;
  return {};
}
