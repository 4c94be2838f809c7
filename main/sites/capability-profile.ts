import { formsFor, TRANSCODED_FORMS, type RetrieveForm } from './retrieve-form.ts';

/** What a hospital does when objects of one SOP class are asked for in one form. Learned from answers, never assumed. */
export interface Capability {
  readonly siteId: string;
  readonly sopClassUid: string;
  readonly form: RetrieveForm;
  /** `ignored`: something came, in another form. `refused`: nothing came, while another form of the same object did. */
  readonly outcome: 'works' | 'ignored' | 'refused';
  /** How often in a row it came out so. */
  readonly answers: number;
  /** Bytes on the line over bytes of the uncompressed pixels, smoothed; null when nothing came. */
  readonly sizeShare: number | null;
  /** From the request to the first byte, ms, smoothed: the round trip and the server's work. */
  readonly waitMs: number | null;
  /** ISO 8601, UTC */
  readonly checkedAt: string;
}

/** One answer to one request, told from outside. */
export interface CapabilityObservation {
  readonly outcome: Capability['outcome'];
  readonly sizeShare: number | null;
  readonly waitMs: number | null;
}

/** A refusal counts from the second one in a row: the first may be a bad object. */
const REFUSALS_TO_BELIEVE = 2;
/** What did not work is tried again after a day: archives are updated at night. */
const TRY_AGAIN_MS = 24 * 3_600_000;
const WEIGHT = 0.2;
/** Another form must be so much faster before it is taken: measurements of a line waver. */
const WORTH_CHANGING = 0.92;
/** Requests that share a line, for the part of the wait that the others cover. */
const COVERED_BY = 2;
const UNCOMPRESSED_MEGABYTE = 1_000_000;

/**
 * Which form to ask for. Pure.
 * @param known what is known of this site and SOP class
 * @param mayExplore nobody waits for this object: a form that is not known yet may be tried on it
 */
export function chooseForm(
  sopClassUid: string,
  known: readonly Capability[],
  { mayExplore, bitsPerSecond, now }: { readonly mayExplore: boolean; readonly bitsPerSecond: number | null; readonly now: Date },
): RetrieveForm {
  const forms = formsFor(sopClassUid);
  const of = (form: RetrieveForm) => known.find((one) => one.form === form);
  const working = forms.flatMap((form) => {
    const capability = of(form);
    return capability !== undefined && isBelieved(capability) ? [capability] : [];
  });
  const best = fastest(working, bitsPerSecond);
  const open = forms.filter((form) => isOpen(form, of(form), of('kept'), now));
  const isTranscoded = best !== undefined && !['kept', 'kept-gzip', 'frames'].includes(best.form);
  // Until one compressing form is known to work, the next candidate is tried at once: it is the picture that is wanted anyway.
  if (!isTranscoded) {
    const candidate = open.find((form) => (TRANSCODED_FORMS as readonly RetrieveForm[]).includes(form) && of(form) === undefined);
    if (candidate !== undefined) return candidate;
  }
  if (mayExplore && open[0] !== undefined) return open[0];
  return best?.form ?? 'kept';
}

/** It works, or has worked and failed only once since. */
function isBelieved({ outcome, answers, sizeShare }: Capability): boolean {
  return outcome === 'works' || (outcome === 'refused' && sizeShare !== null && answers < REFUSALS_TO_BELIEVE);
}

/** Whether it is worth a try: never asked, asked once without success, or long ago. */
function isOpen(form: RetrieveForm, known: Capability | undefined, kept: Capability | undefined, now: Date): boolean {
  // gzip only helps what the hospital keeps uncompressed.
  if (form === 'kept-gzip' && (kept?.sizeShare ?? 0) < 0.9) return false;
  // Frame by frame is asked where nothing else comes, and never tried for its own sake.
  if (form === 'frames') return false;
  if (known === undefined) return true;
  if (known.outcome === 'works') return false;
  if (known.outcome === 'refused' && known.answers < REFUSALS_TO_BELIEVE) return true;
  return now.getTime() - Date.parse(known.checkedAt) > TRY_AGAIN_MS;
}

function fastest(working: readonly Capability[], bitsPerSecond: number | null): Capability | undefined {
  let best: Capability | undefined;
  for (const one of working) {
    if (best === undefined || megabyteMs(one, bitsPerSecond) < megabyteMs(best, bitsPerSecond) * WORTH_CHANGING) best = one;
  }
  return best;
}

/** A line that is not measured yet counts as a slow one. */
const ASSUMED_BITS_PER_SECOND = 8_000_000;

/** How long a megabyte of uncompressed pixels takes: the line carries it, or the server's work holds it up. */
export function megabyteMs({ sizeShare, waitMs }: Pick<Capability, 'sizeShare' | 'waitMs'>, bitsPerSecond: number | null): number {
  const transferMs = ((sizeShare ?? 1) * UNCOMPRESSED_MEGABYTE * 8_000) / (bitsPerSecond ?? ASSUMED_BITS_PER_SECOND);
  return Math.max(transferMs, (waitMs ?? 0) / COVERED_BY);
}

/** Takes one answer into account. Pure. @param before what was known of the form; undefined for nothing */
export function learn(before: Capability | undefined, key: Pick<Capability, 'siteId' | 'sopClassUid' | 'form'>, observed: CapabilityObservation, now: Date): Capability {
  const isSame = before?.outcome === observed.outcome;
  // What has worked is not given up for a single refusal.
  if (before?.outcome === 'works' && observed.outcome === 'refused') return { ...before, outcome: 'refused', answers: 1, checkedAt: now.toISOString() };
  return {
    ...key,
    outcome: observed.outcome,
    answers: isSame ? before.answers + 1 : 1,
    sizeShare: smooth(isSame ? before.sizeShare : null, observed.sizeShare),
    waitMs: smooth(isSame ? before.waitMs : null, observed.waitMs),
    checkedAt: now.toISOString(),
  };
}

function smooth(before: number | null, now: number | null): number | null {
  if (now === null) return before;
  return before === null ? now : before + WEIGHT * (now - before);
}
