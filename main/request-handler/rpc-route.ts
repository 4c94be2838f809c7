import { RPCHandler } from '@orpc/server/fetch';
import { REQUEST_PATHS } from '#shared/contract/request-paths.ts';
import type { Log } from '../platform/log.ts';
import { collaborationMethods } from './collaboration-methods.ts';
import { gatedImplementer } from './gated-implementer.ts';
import type { RpcServices } from './rpc-services.ts';
import type { Route } from './request-handler.ts';
import { secureHeaders, secureResponse } from './security-headers.ts';
import { streamEvents } from './stream-events.ts';

import { safekeepingMethods } from './safekeeping-methods.ts';
/** No call says more: files come by their own route. */
const LARGEST_CALL_BYTES = 32 * 1024 * 1024;

/** The contract over HTTP-shaped messages. Everything that arrives is parsed by its schema, and so is everything that leaves. */
export function createRpcRoute(services: RpcServices, log: Log): Route {
  const handler = new RPCHandler(createRouter(services, log));
  return async (request, pathname) => {
    if (!pathname.startsWith(`${REQUEST_PATHS.rpc}/`)) return undefined;
    if (request.method !== 'POST') return refusal(405, 'method not allowed');
    // A page always says how long its call is.
    if (request.headers.has('transfer-encoding')) return refusal(411, 'length required');
    if (Number(request.headers.get('content-length') ?? 0) > LARGEST_CALL_BYTES) return refusal(413, 'too large');
    const { matched, response } = await handler.handle(request, { prefix: REQUEST_PATHS.rpc });
    return matched ? secureResponse('data', response) : undefined;
  };
}

function refusal(status: number, words: string): Response {
  return new Response(words, { status, headers: secureHeaders('data', { 'content-type': 'text/plain' }) });
}

function createRouter(services: RpcServices, log: Log) {
  const os = gatedImplementer(services, log);

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
    colleagues: {
      overview: os.colleagues.overview.handler(() => services.colleagues.overview()),
      send: os.colleagues.send.handler(({ input }) => services.colleagues.send(input.toSeatId, input.studyId, input.text)),
      markRead: os.colleagues.markRead.handler(({ input }) => services.colleagues.markRead(input.messageId)),
      takeCritical: os.colleagues.takeCritical.handler(({ input }) => services.colleagues.takeCritical(input.key)),
    },
    coordination: {
      standing: os.coordination.standing.handler(({ input }) => services.coordination.standing(input.studyId)),
      claim: os.coordination.claim.handler(({ input }) => services.coordination.claim(input.studyId)),
      handOver: os.coordination.handOver.handler(({ input }) => services.coordination.handOver(input.studyId, input.toSeatId)),
      next: os.coordination.next.handler(async ({ input }) => ({ studyId: await services.coordination.next(input.notStudyIds) })),
    },
    centre: {
      rules: os.centre.rules.handler(() => services.centre.rules()),
      saveServiceLevels: os.centre.saveServiceLevels.handler(({ input }) => done(services.centre.saveServiceLevels(input.revision, input.lines))),
      saveGreenChannel: os.centre.saveGreenChannel.handler(({ input }) => done(services.centre.saveGreenChannel(input.revision, input.lines))),
      saveRoster: os.centre.saveRoster.handler(({ input }) => done(services.centre.saveRoster(input.revision, input.lines))),
      saveAssignment: os.centre.saveAssignment.handler(({ input }) => done(services.centre.saveAssignment(input.seatId, input.revision, input.rule))),
      tryGreenChannel: os.centre.tryGreenChannel.handler(async ({ input: { lines, priority, request, protocol } }) => {
        const { urgency, reason } = services.centre.tryGreenChannel(lines, { priority, request, protocol, mark: '' });
        return { urgency, reason };
      }),
      joining: os.centre.joining.handler(() => services.joining.view()),
      join: os.centre.join.handler(({ input }) => services.joining.join(input.kind, input.key, input.choice)),
      putBack: os.centre.putBack.handler(({ input }) => services.joining.putBack(input.keptId)),
    },
    clinical: {
      facts: os.clinical.facts.handler(({ input, signal }) => services.clinical.facts(input.studyId, input.scope, signal ?? new AbortController().signal)),
      server: os.clinical.server.handler(({ input }) => services.clinical.server(input.siteId)),
      setServer: os.clinical.setServer.handler(({ input }) => services.clinical.setServer(input.siteId, input.baseUrl, input.token)),
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
        await services.sites.setSecurity(input.siteId, input.security, input.login);
        return {};
      }),
      remove: os.sites.remove.handler(async ({ input }) => {
        await services.sites.remove(input.siteId);
        return {};
      }),
    },
    worklist: {
      list: os.worklist.list.handler(({ input }) => services.worklist.list(input)),
      groups: os.worklist.groups.handler(({ input }) => services.worklist.groups(input)),
      unheard: os.worklist.unheard.handler(() => services.serviceTimes.unheard()),
      hear: os.worklist.hear.handler(({ input }) => done(services.serviceTimes.hear(input.studyIds))),
      pauseClock: os.worklist.pauseClock.handler(({ input }) => services.serviceTimes.pauseClock(input.studyId, input.reason, input.note)),
      resumeClock: os.worklist.resumeClock.handler(({ input }) => services.serviceTimes.resumeClock(input.studyId)),
      ledger: os.worklist.ledger.handler(({ input }) => services.serviceTimes.ledger(input.from, input.until)),
      stations: os.worklist.stations.handler(({ input }) => services.serviceTimes.stations(input.studyId)),
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
      masks: os.measurements.masks.handler(({ input }) => services.measurements.masks(input.studyId)),
      keepMask: os.measurements.keepMask.handler(({ input }) => done(services.measurements.keepMask(input))),
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
      share: os.hanging.share.handler(async ({ input }) => {
        await services.hanging.share(input.protocolId);
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
    ...collaborationMethods(os, services),
    ...safekeepingMethods(os, services),
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

/** For methods whose success is all that there is to say. */
async function done(work: Promise<void>): Promise<Record<string, never>> {
  await work;
  return {};
}
