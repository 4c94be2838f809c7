import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { oddFiles } from './odd-files.ts';

/** `node tests/support/pixels/write-odd-files.ts DIR`: the odd files with their `pixel-hashes.tsv`, for `npm run pixels -- DIR --out FILE.tsv`. */
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('node tests/support/pixels/write-odd-files.ts DIR');
mkdirSync(folder, { recursive: true });
const lines = ['file\tframe\tframes\tunit\tsha256_stored_values\tmin\tmax\tmean\tclass\tdecoder\tconfidence\tremarks'];
for (const { name, part10, expected, unit, frameCount } of await oddFiles()) {
  writeFileSync(join(folder, `${name}.dcm`), part10);
  if (expected === 'refused') continue;
  for (const [index, frame] of expected.entries()) {
    const number = index === 0 ? 1 : frameCount;
    lines.push([`${name}.dcm`, number, '', unit, createHash('sha256').update(frame).digest('hex'), '', '', '', 'exact', 'made', '', ''].join('\t'));
  }
}
writeFileSync(join(folder, 'pixel-hashes.tsv'), `${lines.join('\n')}\n`);
