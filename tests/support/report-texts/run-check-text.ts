import { createInterface } from 'node:readline';
import { checkReport } from '#shared/report/checks/check-report.ts';
import { readReportLine } from './read-report-line.ts';

// One JSON report a line in, one JSON line out: its id and its problems. A line that cannot be read is named and the rest goes on.
let lineNumber = 0;
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  lineNumber += 1;
  const text = line.replace(/^\uFEFF/u, '').trim();
  if (text === '') continue;
  try {
    const { id, report } = readReportLine(text);
    process.stdout.write(`${JSON.stringify({ id, problems: checkReport(report) })}\n`);
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`line ${lineNumber} is no report: ${error instanceof SyntaxError ? error.message : String(error)}\n`);
  }
}
