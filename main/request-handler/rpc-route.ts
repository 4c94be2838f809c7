import { implement, ORPCError, withEventMeta } from '@orpc/server';
import { RPCHandler } from '@orpc/server/fetch';
import { applicationContract } from '#shared/contract/application.contract.ts';
import { statusOf } from '#shared/contract/base-contract.ts';
import { REQUEST_PATHS } from '#shared/contract/request-paths.ts';
import type { ApplicationEvent } from '#shared/contract/services/system.contract.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { ErrorCode } from '#shared/errors/error-code.ts';
import type { Log } from '../platform/log.ts';
import type { RpcServices } from './rpc-services.ts';
import type { Route } from './request-handler.ts';
import { secureResponse } from './security-headers.ts';

/** The contract over HTTP-shaped messages. Everything that arrives is parsed by its schema, and so is everything that leaves. */
export function createRpcRoute(services: RpcServices, log: Log): Route {
  const handler = new RPCHandler(createRouter(services, log));
  return async (request, pathname) => {
    if (!pathname.startsWith(`${REQUEST_PATHS.rpc}/`)) return undefined;
    const { matched, response } = await handler.handle(request, { prefix: REQUEST_PATHS.rpc });
    return matched ? secureResponse('data', response) : undefined;
  };
}

function createRouter(services: RpcServices, log: Log) {
  // Expected failures go out with their code; whether the method declared it is checked by the library against the contract.
  const os = implement(applicationContract).use(async ({ next, path }, input) => {
    try {
      await services.gate.admitMethod(path.join('.'), input);
      return await next();
    } catch (error) {
      const method = path.join('.');
      const failure = toRpcError(error, method, log);
      const code = REFUSALS.find((one) => failure instanceof ORPCError && failure.code === one);
      if (code !== undefined) services.onRefused(method, code);
      throw failure;
    }
  });

  return os.router({
    system: {
      describe: os.system.describe.handler(() => services.describeSeat()),
      displayChecks: os.system.displayChecks.handler(() => services.displays.list()),
      recordDisplayCheck: os.system.recordDisplayCheck.handler(({ input }) => services.displays.record(input)),
      displayLights: os.system.displayLights.handler(() => services.displays.lights()),
      recordDisplayLight: os.system.recordDisplayLight.handler(({ input }) => services.displays.recordLight(input)),
      events: os.system.events.handler(({ lastEventId, signal }) => streamEvents(services, lastEventId, signal ?? new AbortController().signal)),
    },
    people: {
      session: os.people.session.handler(() => services.people.session()),
      becomeAdministrator: os.people.becomeAdministrator.handler(({ input }) => services.people.becomeAdministrator(input)),
      signIn: os.people.signIn.handler(({ input }) => services.people.signIn(input)),
      lock: os.people.lock.handler(() => services.people.lock()),
      touch: os.people.touch.handler(() => done(services.people.touch())),
      changeOwnPassword: os.people.changeOwnPassword.handler(({ input }) => services.people.changeOwnPassword(input)),
      breakGlass: os.people.breakGlass.handler(({ input }) => done(services.people.breakGlass(input))),
      list: os.people.list.handler(() => services.people.list()),
      add: os.people.add.handler(({ input }) => services.people.add(input)),
      change: os.people.change.handler(({ input }) => services.people.change(input)),
      resetPassword: os.people.resetPassword.handler(({ input }) => done(services.people.resetPassword(input))),
      setIdleMinutes: os.people.setIdleMinutes.handler(({ input }) => services.people.setIdleMinutes(input.idleMinutes)),
    },
    audit: {
      rows: os.audit.rows.handler(({ input }) => services.audit.rows(input.before, input.limit)),
      verify: os.audit.verify.handler(() => services.audit.verify()),
    },
    singleSignOn: {
      offer: os.singleSignOn.offer.handler(() => services.singleSignOn.offer()),
      begin: os.singleSignOn.begin.handler(() => services.singleSignOn.begin()),
      finish: os.singleSignOn.finish.handler(({ input }) => services.singleSignOn.finish(input.attemptId)),
      cancel: os.singleSignOn.cancel.handler(() => {
        services.singleSignOn.cancel();
        return {};
      }),
      provider: os.singleSignOn.provider.handler(() => services.singleSignOn.provider()),
      setProvider: os.singleSignOn.setProvider.handler(({ input }) => services.singleSignOn.setProvider(input)),
      link: os.singleSignOn.link.handler(({ input }) => services.singleSignOn.link(input.personId, input.subject)),
    },
    keys: {
      state: os.keys.state.handler(() => services.keys.state()),
      rotate: os.keys.rotate.handler(() => services.keys.rotate()),
      stop: os.keys.stop.handler(() => services.keys.stop()),
      renewEscrow: os.keys.renewEscrow.handler(({ input }) => services.keys.renewEscrow(input.pem)),
    },
    retention: {
      state: os.retention.state.handler(() => services.retention.state()),
      setRules: os.retention.setRules.handler(({ input }) => services.retention.setRules(input.rules)),
      preview: os.retention.preview.handler(() => services.retention.preview()),
      run: os.retention.run.handler(() => services.retention.run()),
      hold: os.retention.hold.handler(({ input }) => services.retention.hold(input)),
      releaseHold: os.retention.releaseHold.handler(({ input }) => services.retention.releaseHold(input.holdId)),
    },
    coordination: {
      standing: os.coordination.standing.handler(({ input }) => services.coordination.standing(input.studyId)),
      claim: os.coordination.claim.handler(({ input }) => services.coordination.claim(input.studyId)),
      handOver: os.coordination.handOver.handler(({ input }) => services.coordination.handOver(input.studyId, input.toSeatId)),
      next: os.coordination.next.handler(async ({ input }) => ({ studyId: await services.coordination.next(input.notStudyIds) })),
    },
    sites: {
      list: os.sites.list.handler(() => services.sites.list()),
      pollNow: os.sites.pollNow.handler(({ input }) => {
        services.sites.pollNow(input.siteId);
        return {};
      }),
      setLine: os.sites.setLine.handler(async ({ input }) => {
        await services.sites.setLine(input.siteId, input.line);
        return {};
      }),
      test: os.sites.test.handler(({ input, signal }) => services.sites.test(input.siteId, signal ?? new AbortController().signal)),
      relearn: os.sites.relearn.handler(async ({ input }) => {
        await services.sites.relearn(input.siteId);
        return {};
      }),
      tryAddress: os.sites.tryAddress.handler(({ input, signal }) => services.sites.tryAddress(input, signal ?? new AbortController().signal)),
      add: os.sites.add.handler(({ input }) => services.sites.add(input)),
      setSecurity: os.sites.setSecurity.handler(async ({ input }) => {
        await services.sites.setSecurity(input.siteId, input.security);
        return {};
      }),
      remove: os.sites.remove.handler(async ({ input }) => {
        await services.sites.remove(input.siteId);
        return {};
      }),
    },
    worklist: {
      list: os.worklist.list.handler(({ input }) => services.worklist.list(input)),
      counts: os.worklist.counts.handler(() => services.worklist.counts()),
      markSeen: os.worklist.markSeen.handler(async ({ input }) => {
        await services.worklist.markSeen(input.studyId);
        return {};
      }),
    },
    studies: {
      open: os.studies.open.handler(({ input }) => services.studies.open(input.studyId)),
      describe: os.studies.describe.handler(({ input }) => services.studies.describe(input.studyId)),
      close: os.studies.close.handler(async ({ input }) => {
        await services.studies.close(input.studyId);
        return {};
      }),
      recordViewed: os.studies.recordViewed.handler(async ({ input }) => {
        await services.studies.recordViewed(input.studyId, input.images);
        return {};
      }),
      keep: os.studies.keep.handler(async ({ input }) => {
        await services.studies.keep(input.studyId, input.keep);
        return {};
      }),
      settleChange: os.studies.settleChange.handler(({ input }) => services.studies.settleChange(input.studyId, input.changeId, input.decision)),
      focus: os.studies.focus.handler(async ({ input }) => {
        await services.studies.look(input.windowId, input.viewports);
        return {};
      }),
    },
    measurements: {
      list: os.measurements.list.handler(({ input }) => services.measurements.list(input.studyId)),
      save: os.measurements.save.handler(({ input }) => services.measurements.save(input)),
      calibrations: os.measurements.calibrations.handler(({ input }) => services.measurements.calibrations(input.studyId)),
      calibrate: os.measurements.calibrate.handler(async ({ input }) => {
        await services.measurements.calibrate(input);
        return {};
      }),
      history: os.measurements.history.handler(({ input }) => services.measurements.history(input.studyId)),
      keepHistory: os.measurements.keepHistory.handler(async ({ input }) => {
        await services.measurements.keepHistory(input.studyId, input.steps);
        return {};
      }),
      reportedSentences: os.measurements.reportedSentences.handler(({ input }) => services.measurements.reportedSentences(input.studyId)),
      recordReported: os.measurements.recordReported.handler(async ({ input }) => {
        await services.measurements.recordReported(input);
        return {};
      }),
      keyImages: os.measurements.keyImages.handler(({ input }) => services.measurements.keyImages(input.studyId)),
      markKeyImage: os.measurements.markKeyImage.handler(async ({ input }) => {
        await services.measurements.markKeyImage(input.image, input.isKey);
        return {};
      }),
      remove: os.measurements.remove.handler(async ({ input }) => {
        await services.measurements.remove(input.studyId, input.trackingUid);
        return {};
      }),
    },
    reportTexts: {
      library: os.reportTexts.library.handler(() => services.reportTexts.library()),
      saveTemplate: os.reportTexts.saveTemplate.handler(async ({ input }) => {
        await services.reportTexts.saveTemplate(input);
        return {};
      }),
      removeTemplate: os.reportTexts.removeTemplate.handler(async ({ input }) => {
        await services.reportTexts.removeTemplate(input.templateId);
        return {};
      }),
      saveMacro: os.reportTexts.saveMacro.handler(async ({ input }) => {
        await services.reportTexts.saveMacro(input);
        return {};
      }),
      removeMacro: os.reportTexts.removeMacro.handler(async ({ input }) => {
        await services.reportTexts.removeMacro(input.abbreviation);
        return {};
      }),
      surroundings: os.reportTexts.surroundings.handler(({ input }) => services.reportTexts.surroundings(input.requestId)),
      revisions: os.reportTexts.revisions.handler(({ input }) => services.reportTexts.revisions(input.requestId)),
      confirmCheck: os.reportTexts.confirmCheck.handler(async ({ input: { requestId, ...reason } }) => {
        await services.reportTexts.confirmCheck(requestId, reason);
        return {};
      }),
    },
    criticalValues: {
      rules: os.criticalValues.rules.handler(() => services.criticalValues.rules()),
      saveRules: os.criticalValues.saveRules.handler(async ({ input }) => {
        await services.criticalValues.saveRules(input.rules);
        return {};
      }),
      ofRequest: os.criticalValues.ofRequest.handler(({ input }) => services.criticalValues.ofRequest(input.requestId)),
      open: os.criticalValues.open.handler(() => services.criticalValues.open()),
      raise: os.criticalValues.raise.handler(({ input }) => services.criticalValues.raise(input.requestId, input.message, input.foundBy)),
      recordCall: os.criticalValues.recordCall.handler(({ input }) =>
        services.criticalValues.recordCall(input.criticalValueId, input.callee, input.telephone, input.isAnswered),
      ),
      close: os.criticalValues.close.handler(({ input: { criticalValueId, ...closure } }) => services.criticalValues.close(criticalValueId, closure)),
    },
    department: {
      quality: os.department.quality.handler(({ input }) => services.department.quality(input.from, input.to)),
      recognitionItems: os.department.recognitionItems.handler(() => services.department.recognitionItems()),
      saveRecognitionItems: os.department.saveRecognitionItems.handler(({ input }) => done(services.department.saveRecognitionItems(input.items))),
      criticalHook: os.department.criticalHook.handler(() => services.department.criticalHook()),
      setCriticalHook: os.department.setCriticalHook.handler(({ input }) => done(services.department.setCriticalHook(input.url))),
      tryCriticalHook: os.department.tryCriticalHook.handler(() => services.department.tryCriticalHook()),
    },
    reports: {
      forStudy: os.reports.forStudy.handler(({ input }) => services.reports.forStudy(input.studyId)),
      saveDraft: os.reports.saveDraft.handler(({ input }) => services.reports.saveDraft(input.requestId, input.expectedRevision, input.text)),
      checkBeforeSigning: os.reports.checkBeforeSigning.handler(({ input }) => services.reports.checkBeforeSigning(input.requestId)),
      signers: os.reports.signers.handler(() => services.reports.signers()),
      importSigner: os.reports.importSigner.handler(({ input }) => services.reports.importSigner(Buffer.from(input.pkcs12, 'base64'), input.pin, input.role)),
      addGatewaySigner: os.reports.addGatewaySigner.handler(({ input: { baseUrl, userId, pin, role } }) => services.reports.addGatewaySigner({ baseUrl, userId }, pin, role)),
      addTokenSigner: os.reports.addTokenSigner.handler(({ input: { pin, role, ...token } }) => services.reports.addTokenSigner(token, pin, role)),
      reviewRule: os.reports.reviewRule.handler(() => services.reports.reviewRule()),
      setReviewRule: os.reports.setReviewRule.handler(({ input }) => done(services.reports.setReviewRule(input.twoLevels))),
      sign: os.reports.sign.handler(({ input }) => services.reports.sign(input.requestId, input.revision, input.signerId, input.pin, input.isPreliminary)),
      deliverNow: os.reports.deliverNow.handler(async ({ input }) => {
        await services.reports.deliverNow(input.requestId);
        return {};
      }),
    },
    hanging: {
      learned: os.hanging.learned.handler(() => services.hanging.learned()),
      learn: os.hanging.learn.handler(async ({ input }) => {
        await services.hanging.learn(input);
        return {};
      }),
      forget: os.hanging.forget.handler(async ({ input }) => {
        await services.hanging.forget(input.protocolId);
        return {};
      }),
    },
    ecg: {
      reading: os.ecg.reading.handler(({ input }) => services.ecg.reading(input.studyId, input.sopInstanceUid)),
      saveReading: os.ecg.saveReading.handler(({ input }) => services.ecg.saveReading(input)),
      dictionary: os.ecg.dictionary.handler(() => services.ecg.dictionary()),
      saveStatement: os.ecg.saveStatement.handler(async ({ input }) => {
        await services.ecg.saveStatement(input);
        return {};
      }),
      resetStatement: os.ecg.resetStatement.handler(async ({ input }) => {
        await services.ecg.resetStatement(input.code);
        return {};
      }),
      saveThresholds: os.ecg.saveThresholds.handler(async ({ input }) => {
        await services.ecg.saveThresholds(input);
        return {};
      }),
      criticalCalls: os.ecg.criticalCalls.handler(({ input }) => services.ecg.criticalCalls(input.studyId)),
      recordCriticalCall: os.ecg.recordCriticalCall.handler(async ({ input }) => {
        await services.ecg.recordCriticalCall(input);
        return {};
      }),
    },
    preferences: {
      read: os.preferences.read.handler(() => services.preferences.read()),
      save: os.preferences.save.handler(async ({ input }) => {
        await services.preferences.save(input);
        return {};
      }),
      saveSitePresets: os.preferences.saveSitePresets.handler(async ({ input }) => {
        await services.preferences.saveSitePresets(input.siteId, input.windowPresets);
        return {};
      }),
    },
    versions: {
      history: os.versions.history.handler(({ input }) => services.versions.history(input.requestId)),
      openAmendment: os.versions.openAmendment.handler(({ input }) => done(services.versions.openAmendment(input.requestId, input.reason))),
      cancelAmendment: os.versions.cancelAmendment.handler(({ input }) => done(services.versions.cancelAmendment(input.requestId))),
      signAddendum: os.versions.signAddendum.handler(({ input }) => services.versions.signAddendum(input.requestId, input.text, input.signerId, input.pin)),
      withdraw: os.versions.withdraw.handler(({ input }) => done(services.versions.withdraw(input.requestId, input.reason, input.words, input.signerId, input.pin))),
      acknowledge: os.versions.acknowledge.handler(({ input }) =>
        done(services.versions.acknowledge(input.requestId, input.reportUid, input.about, input.person, input.note)),
      ),
      submit: os.versions.submit.handler(({ input }) => done(services.versions.submit(input.requestId, input.revision, input.signerId, input.pin))),
      returnDraft: os.versions.returnDraft.handler(({ input }) => done(services.versions.returnDraft(input.requestId, input.comment, input.signerId))),
      withdrawnInstances: os.versions.withdrawnInstances.handler(({ input }) => services.versions.withdrawnInstances(input.studyInstanceUid)),
    },
    verification: {
      verifyFile: os.verification.verifyFile.handler(async ({ input }) => {
        const { faults, signatures, ...verdict } = await services.verification.verifyFile(Buffer.from(input.pdf, 'base64'), input.code ?? undefined);
        return { ...verdict, faults: [...faults], signatures: [...signatures] };
      }),
      verifyCode: os.verification.verifyCode.handler(({ input }) => services.verification.verifyCode(input.code)),
    },
    exports: {
      survey: os.exports.survey.handler(({ input }) => services.exports.survey(input.studyId)),
      list: os.exports.list.handler(() => services.exports.list()),
      start: os.exports.start.handler(({ input }) => services.exports.start(input)),
      cancel: os.exports.cancel.handler(({ input }) => {
        services.exports.cancel(input.exportId);
        return {};
      }),
      picture: os.exports.picture.handler(({ input }) => services.exports.picture(input.studyId)),
    },
    papers: {
      pictureKeyImage: os.papers.pictureKeyImage.handler(({ input }) => done(services.pictures.pictureKeyImage(input.image, Buffer.from(input.jpeg, 'base64')))),
      letterhead: os.papers.letterhead.handler(({ input }) => services.pictures.letterhead(input.siteId)),
      setLetterhead: os.papers.setLetterhead.handler(({ input }) => done(services.pictures.setLetterhead(input.siteId, input.letterhead))),
      leaving: os.papers.leaving.handler(({ input }) => services.reports.leaving(input.requestId)),
    },
    deliveries: {
      list: os.deliveries.list.handler(({ input }) => services.deliveries.list(input.show, input.limit)),
      hurry: os.deliveries.hurry.handler(({ input }) => services.deliveries.hurry(input.siteId)),
    },
    imports: {
      list: os.imports.list.handler(() => services.imports.list()),
      start: os.imports.start.handler(({ input }) => services.imports.start(input.path)),
      beginUpload: os.imports.beginUpload.handler(({ input }) => services.imports.beginUpload(input)),
      endUpload: os.imports.endUpload.handler(async ({ input }) => {
        await services.imports.endUpload(input.importId);
        return {};
      }),
      cancel: os.imports.cancel.handler(async ({ input }) => {
        await services.imports.cancel(input.importId);
        return {};
      }),
    },
  });
}

/** What somebody may have to answer for. */
const REFUSALS = ['people/locked', 'people/not-allowed', 'people/out-of-scope', 'contract/invalid-message'] as const satisfies readonly ErrorCode[];

/** For methods whose success is all that there is to say. */
async function done(work: Promise<void>): Promise<Record<string, never>> {
  await work;
  return {};
}

async function* streamEvents(services: RpcServices, lastEventId: string | undefined, signal: AbortSignal): AsyncGenerator<ApplicationEvent, void> {
  const [run, number] = lastEventId?.split(':') ?? [];
  const lastNumber = run === services.runId && number !== undefined && /^\d+$/.test(number) ? Number(number) : undefined;
  for await (const numbered of services.events.subscribe(lastNumber, signal)) {
    yield withEventMeta(numbered.event, { id: `${services.runId}:${numbered.number}` });
  }
}

function toRpcError(error: unknown, method: string, log: Log): unknown {
  if (isAppError(error)) {
    log.info('a call was refused', { method, code: error.code });
    return new ORPCError(error.code, { status: statusOf(error.code), message: error.message, data: { facts: { ...error.facts } }, cause: error });
  }
  // What does not fit its schema is the caller's mistake on the way in and a bug on the way out.
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') return new ORPCError('contract/invalid-message', { status: statusOf('contract/invalid-message'), data: { facts: { method } } });
  log.error('a call failed', { method }, error);
  return new ORPCError('internal', { status: statusOf('internal'), message: 'internal error', data: { facts: {} } });
}
