import { z } from 'zod';
import { markedImage } from './marked-image.ts';

/** What a physician asks of the technician of a county hospital. */
export const TECHNICIAN_REQUEST_KINDS = ['repeat', 'missing-view', 'wrong-side', 'artefact'] as const;
export type TechnicianRequestKind = (typeof TECHNICIAN_REQUEST_KINDS)[number];

export const technicianAnswer = z.object({ by: z.string().max(60), at: z.iso.datetime(), text: z.string().max(1_000), isDone: z.boolean() });

export const technicianRequest = z.object({
  siteId: z.string(),
  studyInstanceUid: z.string(),
  /** As the hospital itself names patient and examination: its technician must find them. */
  patientName: z.string(),
  patientId: z.string(),
  examination: z.string(),
  modality: z.string(),
  studyDate: z.string(),
  kind: z.enum(TECHNICIAN_REQUEST_KINDS),
  text: z.string().max(500),
  /** What the arrow points at; null for words alone. */
  image: markedImage.nullable().default(null),
  askedBy: z.string(),
  askedAt: z.iso.datetime(),
  /** When the hospital's page first showed it. */
  seenAt: z.iso.datetime().nullable(),
  answers: z.array(technicianAnswer).max(50),
  closedBy: z.string(),
  closedAt: z.iso.datetime().nullable(),
});
export type TechnicianRequest = z.infer<typeof technicianRequest>;

/** `open`: nobody has answered. `answered`: it was, but images are to come. `done`: the hospital says that it is done. `closed`: the physician has settled it. */
export type TechnicianRequestState = 'open' | 'answered' | 'done' | 'closed';

export function stateOf({ answers, closedAt }: Pick<TechnicianRequest, 'answers' | 'closedAt'>): TechnicianRequestState {
  if (closedAt !== null) return 'closed';
  if (answers.some(({ isDone }) => isDone)) return 'done';
  return answers.length > 0 ? 'answered' : 'open';
}

/** How one hospital does. Times in minutes from the question to the first answer and to "done". */
export interface TechnicianScorecard {
  readonly siteId: string;
  readonly total: number;
  readonly byKind: Readonly<Record<TechnicianRequestKind, number>>;
  readonly unanswered: number;
  readonly medianAnswerMinutes: number | null;
  readonly medianDoneMinutes: number | null;
}

/** One card for each hospital that was asked something from `from` on and before `to`, the most asked first. */
export function scorecards(requests: readonly TechnicianRequest[], from: string, to: string): readonly TechnicianScorecard[] {
  const inPeriod = requests.filter(({ askedAt }) => Date.parse(askedAt) >= Date.parse(from) && Date.parse(askedAt) < Date.parse(to));
  return [...Map.groupBy(inPeriod, ({ siteId }) => siteId)]
    .map(([siteId, asked]): TechnicianScorecard => {
      const count = (kind: TechnicianRequestKind) => asked.filter((one) => one.kind === kind).length;
      return {
        siteId,
        total: asked.length,
        byKind: { repeat: count('repeat'), 'missing-view': count('missing-view'), 'wrong-side': count('wrong-side'), artefact: count('artefact') },
        unanswered: asked.filter(({ answers, closedAt }) => answers.length === 0 && closedAt === null).length,
        medianAnswerMinutes: median(asked.flatMap((one) => minutesTo(one, one.answers[0]?.at))),
        medianDoneMinutes: median(asked.flatMap((one) => minutesTo(one, one.answers.find(({ isDone }) => isDone)?.at))),
      };
    })
    .toSorted((left, right) => right.total - left.total || left.siteId.localeCompare(right.siteId));
}

function minutesTo({ askedAt }: TechnicianRequest, at: string | undefined): readonly number[] {
  return at === undefined ? [] : [(Date.parse(at) - Date.parse(askedAt)) / 60_000];
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  const [below, above] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return below === undefined || above === undefined ? null : (below + above) / 2;
}
