import { z } from 'zod';
import { method } from '../base-contract.ts';
import { instant, requestId, studyId } from '../vocabulary.ts';

export const criticalRule = z.object({ name: z.string().min(1).max(60), words: z.string().min(1).max(1_000), unless: z.string().max(500), isActive: z.boolean(), modality: z.string().max(16).optional() });

export const criticalCall = z.object({ calledAt: instant, callee: z.string(), telephone: z.string(), isAnswered: z.boolean() });

/** One critical value (危急值): who found it, who was called, what was read back. */
export const criticalValue = z.object({
  criticalValueId: z.int().positive(),
  requestId,
  studyId,
  siteName: z.string(),
  examination: z.string(),
  message: z.string(),
  ruleName: z.string(),
  foundBy: z.string(),
  foundAt: instant,
  /** 0 to 3: how far up it was told on because nobody closed it. */
  escalationStep: z.int().min(0).max(3),
  notifiedName: z.string(),
  notifiedStaffId: z.string(),
  department: z.string(),
  telephone: z.string(),
  notifiedAt: instant.nullable(),
  readBack: z.string(),
  closedBy: z.string(),
  closedAt: instant.nullable(),
  calls: z.array(criticalCall),
});
export type CriticalValue = z.infer<typeof criticalValue>;

const criticalValueId = criticalValue.shape.criticalValueId;

export const criticalValuesContract = {
  /** The department's list; the built-in draft until it was edited. */
  rules: method().output(z.array(criticalRule)),
  saveRules: method('critical/bad-rule', 'hub/not-allowed', 'hub/unreachable', 'hub/changed-elsewhere').input(z.object({ rules: z.array(criticalRule).min(1).max(200) })).output(z.object({})),
  ofRequest: method('report/unknown').input(z.object({ requestId })).output(z.array(criticalValue)),
  /** All that is not closed, oldest first. */
  open: method().output(z.array(criticalValue)),
  raise: method('report/unknown')
    .input(z.object({ requestId, message: z.string().trim().min(2).max(500), foundBy: z.string().trim().min(1).max(60) }))
    .output(criticalValue),
  recordCall: method('critical/unknown')
    .input(z.object({ criticalValueId, callee: z.string().trim().min(1).max(60), telephone: z.string().max(40), isAnswered: z.boolean() }))
    .output(criticalValue),
  /** Closes it for ever. Refused while anything is missing or the read-back is not the message. */
  close: method('critical/unknown', 'critical/incomplete')
    .input(z.object({
      criticalValueId, notifiedName: z.string().max(60), notifiedStaffId: z.string().max(40), department: z.string().max(60), telephone: z.string().max(40),
      notifiedAt: instant.nullable(), readBack: z.string().max(500), closedBy: z.string().trim().min(1).max(60),
    }))
    .output(criticalValue),
};
