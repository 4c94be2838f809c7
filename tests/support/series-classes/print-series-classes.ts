import { createInterface } from 'node:readline';
import { classifySeries } from '#shared/hanging/series/classify-series.ts';
import { reasonOf } from '#shared/hanging/series/series-reason.ts';
import { describedSeriesOf } from './read-line.ts';

/** One JSON line for each line of the standard input, in its order. A line that is no JSON object, an empty one too, is answered: all unknown. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever reads may have had enough: `| head`.
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});
for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) process.stdout.write(`${JSON.stringify(answerTo(line))}\n`);

function answerTo(line: string) {
  const { id, fields, fault } = parsed(line.replace(/^\uFEFF/, ''));
  const series = describedSeriesOf(fields);
  const classes = classifySeries(series);
  const { plane, weighting, phase, kernel, isLocalizer, bodyPart } = classes;
  return {
    id, plane: plane.value, weighting: weighting.value, phase: phase.value, kernel: kernel.value, localizer: isLocalizer.value, bodyPart: bodyPart.value,
    reason: fault ?? reasonOf(series, classes),
  };
}

interface ParsedLine {
  readonly id: unknown;
  readonly fields: unknown;
  readonly fault?: string;
}

function parsed(line: string): ParsedLine {
  if (line.trim() === '') return { id: null, fields: {}, fault: 'the line is empty' };
  try {
    const fields: unknown = JSON.parse(line);
    if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return { id: null, fields: {}, fault: 'the line is no JSON object' };
    return { id: 'id' in fields ? fields.id : null, fields };
  } catch {
    return { id: idOfBroken(line), fields: {}, fault: 'the line is no JSON' };
  }
}

/** Whoever compares by id is told that this one could not be read. */
function idOfBroken(line: string): unknown {
  const found = /"id"\s*:\s*("(?:[^"\\]|\\.){0,200}"|-?\d{1,15})/.exec(line)?.[1];
  try {
    return found === undefined ? null : (JSON.parse(found) as unknown);
  } catch {
    return null;
  }
}
