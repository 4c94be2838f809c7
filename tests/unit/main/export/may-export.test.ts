import { expect, test } from 'vitest';
import { asRemote } from '#main/database/remote-repositories.ts';
import { createMayExport } from '#main/export/may-export.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';

test.each([
  ['all', ['identified', 'de-identified', 'picture']],
  ['de-identified', ['de-identified']],
  ['none', []],
] as const)('a seat whose rule is %s lets leave: %j', async (rule, allowed) => {
  const { settings } = openTestCatalogue();
  settings.write('exports', rule);
  const mayExport = createMayExport(asRemote(settings));
  for (const kind of ['identified', 'de-identified', 'picture'] as const) {
    if ((allowed as readonly string[]).includes(kind)) await expect(mayExport(kind)).resolves.toBeUndefined();
    else await expect(mayExport(kind)).rejects.toMatchObject({ code: 'export/not-allowed' });
  }
});
