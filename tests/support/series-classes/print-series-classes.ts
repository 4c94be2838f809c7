import { createInterface } from 'node:readline';
import { classifySeries, reasonOf } from '#shared/hanging/series/classify-series.ts';
import { describedSeriesOf } from './read-line.ts';

/** One JSON line for each line of the standard input, in its order. A line that is no JSON object gets an answer too: all unknown. */
for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  if (line.trim() !== '') process.stdout.write(`${JSON.stringify(answerTo(line))}\n`);
}

function answerTo(line: string) {
  const { id, fields, fault } = parsed(line);
  const classes = classifySeries(describedSeriesOf(fields));
  const { plane, weighting, phase, kernel, isLocalizer, bodyPart } = classes;
  return {
    id, plane: plane.value, weighting: weighting.value, phase: phase.value, kernel: kernel.value, localizer: isLocalizer.value, bodyPart: bodyPart.value,
    reason: fault ?? reasonOf(classes),
  };
}

function parsed(line: string): { readonly id: unknown; readonly fields: unknown; readonly fault?: string } {
  try {
    const fields: unknown = JSON.parse(line.replace(/^\uFEFF/, ''));
    const id = typeof fields === 'object' && fields !== null && 'id' in fields ? fields.id : null;
    return { id, fields };
  } catch {
    return { id: null, fields: {}, fault: 'the line is no JSON' };
  }
}
