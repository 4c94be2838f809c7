import type { ReportRequest } from '#shared/contract/services/reports.contract.ts';
import { allRows, until, type ProgramClient } from '#tests/support/program-client.ts';
import { newProfile, startProgram, type Program } from '#tests/support/program.ts';
import { openDesk, type Desk } from './desk.ts';
import { median, quantile, spreadWords, type Figure } from './figure.ts';

const SIGNATURES = 5;

/** The demo as a newcomer starts it: how long until the list can be used, and how long a signature takes. */
export async function measureStartAndSigning(): Promise<readonly Figure[]> {
  const { profile, remove } = newProfile();
  try {
    const first = await startToList(profile);
    await first.desk.close();
    await first.program.stop();
    const again = await startToList(profile);
    const signed = await signToQueued(again.desk.client);
    await again.desk.close();
    await again.program.stop();
    return [
      { key: 'startFirstMs', value: first.ms, what: 'first start of all, from the command to a worklist with rows (demo alliance at full size)' },
      { key: 'startAgainMs', value: again.ms, what: 'start again on the same profile, to a worklist with rows' },
      { key: 'signToQueuedMedianMs', value: median(signed), what: `sign: PDF, signature, SR, outbox committed (${spreadWords(signed)})` },
      { key: 'signToQueuedP95Ms', value: quantile(signed, 0.95), what: 'the same, 95 %' },
    ];
  } finally {
    remove();
  }
}

async function startToList(profile: string): Promise<{ readonly program: Program; readonly desk: Desk; readonly ms: number }> {
  const started = performance.now();
  const program = await startProgram(profile, [], { TONGYUE_DEMO_SCALE: 'full' });
  const desk = await openDesk(program);
  await desk.page.getByTestId('worklist-row').first().waitFor();
  return { program, desk, ms: performance.now() - started };
}

async function signToQueued(client: ProgramClient): Promise<readonly number[]> {
  const [signer] = await client.reports.signers();
  if (signer?.demoPin === undefined || signer.demoPin === null) throw new Error('the demo has a signer');
  const taken: number[] = [];
  while (taken.length < SIGNATURES) {
    const request = await until(() => requestToSign(client));
    const text = { findings: '双肺纹理清晰，未见异常密度影。', impression: '1. 胸部 CT 平扫未见明显异常。', recommendation: '', outcome: 'negative' as const };
    const { revision } = await client.reports.saveDraft({ requestId: request.requestId, expectedRevision: request.draft.revision, text });
    const started = performance.now();
    await client.reports.sign({ requestId: request.requestId, revision, signerId: signer.signerId, pin: signer.demoPin });
    taken.push(performance.now() - started);
  }
  return taken;
}

/** A request whose studies are whole and whose report is not signed yet: one report may cover two studies. */
async function requestToSign(client: ProgramClient): Promise<ReportRequest | undefined> {
  const rows = (await allRows(client)).filter((row) => row.heldInstances > 0 && row.heldInstances === row.expectedInstances && row.completeAt !== null);
  const whole = new Set(rows.map(({ studyId }) => studyId));
  for (const { studyId } of rows) {
    const requests = await client.reports.forStudy({ studyId });
    const found = requests.find((request) => request.signed === null && request.studyIds.every((id) => whole.has(id)));
    if (found !== undefined) return found;
  }
  return undefined;
}
