import { isSoundCode } from '#shared/report/fields/choice-codes.ts';
import { z } from 'zod';

/** Fields beside the free text of a report, see `shared/report/fields`. */
const label = { label: z.string().min(1).max(30), isRequired: z.boolean() };

/** Sound, see `shared/report/fields/choice-codes.ts`. */
const choiceCode = z.object({ value: z.string().max(16), scheme: z.string().max(16), meaning: z.string().max(64) }).refine(isSoundCode);

const reportField = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('number'), ...label, unit: z.string().max(12), least: z.number().nullable(), most: z.number().nullable(),
    concept: z.enum(['long-axis', 'short-axis', 'volume', 'attenuation', '']),
  }),
  z.object({ kind: z.literal('choice'), ...label, choices: z.array(z.string().min(1).max(40)).min(2).max(9).readonly(), codes: z.record(z.string().max(40), choiceCode).optional() }),
  z.object({ kind: z.literal('yes-no'), ...label, yes: z.string().min(1).max(80), no: z.string().min(1).max(80) }),
  z.object({ kind: z.literal('side'), ...label }),
  z.object({ kind: z.literal('date'), ...label }),
  z.object({ kind: z.literal('text'), ...label }),
]);

export const reportForm = z.object({
  fields: z.array(reportField).min(1).max(30).readonly(),
  sentences: z.array(z.object({ section: z.enum(['findings', 'impression', 'recommendation']), pattern: z.string().min(1).max(500) })).max(20).readonly(),
});

export const filledForm = z.object({
  formId: z.string().min(1).max(64),
  name: z.string().min(1).max(60),
  form: reportForm,
  rest: z.object({ findings: z.string().max(20_000), impression: z.string().max(8_000), recommendation: z.string().max(8_000) }),
  /** By label. */
  values: z.record(z.string().max(30), z.string().max(200)),
  written: z.array(z.string().max(8_000)).max(20).readonly(),
});
