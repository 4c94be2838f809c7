import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright';
import { expect } from 'playwright/test';
import { browserOptions } from './browser-options.ts';
import { EXAMINATIONS, writeExaminations } from './made-examinations.ts';
import { clientOfSession, until } from './program-client.ts';
import { newProfile, startProgram } from './program.ts';

/** `npm run hanging:pictures -- DIR`: how the program hangs one examination of each protocol, as pictures to be looked at. */
const out = resolve(process.argv[2] ?? 'out/hanging');
mkdirSync(out, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'tongyue-hanging-'));
const { profile, remove } = newProfile();
const program = await startProgram(profile, ['--no-demo']);
const browser = await chromium.launch(browserOptions('processor'));
try {
  writeExaminations(folder);
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN' });
  await page.goto(program.url);
  const client = clientOfSession(program.origin, (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; '));
  const { importId } = await client.imports.start({ path: folder });
  await until(async () => (await client.imports.list(undefined)).some((one) => one.importId === importId && one.state === 'done'));
  for (const [place, { modality, description, date }] of EXAMINATIONS.entries()) {
    await page.getByRole('button', { name: /工作列表/ }).click();
    await page.locator(`[data-testid=worklist-row][data-study-instance-uid="1.2.3.50.${place}"]`).dblclick();
    await expect(page.locator('[data-testid=viewport][data-viewport="1"]')).toHaveAttribute('data-fidelity', /^(full|lossy)$/, { timeout: 60_000 });
    const hung = page.locator('[data-testid=viewport]:not([data-sop-instance-uid=""])');
    // Until no more pictures come: how many viewports a protocol fills is what is looked for.
    let count = 0;
    do {
      count = await hung.count();
      await page.waitForTimeout(1500);
    } while ((await hung.count()) !== count);
    for (let index = 0; index < count; index += 1) await expect(hung.nth(index)).toHaveAttribute('data-fidelity', /^(full|lossy)$/, { timeout: 60_000 });
    const protocol = await page.getByTestId('hanging').getAttribute('data-protocol');
    process.stdout.write(`${protocol}\t${modality} ${description} ${date}\t${count} viewports filled\n`);
    await page.screenshot({ path: join(out, `${String(place).padStart(2, '0')}-${protocol}.png`) });
  }
} finally {
  await browser.close();
  await program.stop();
  remove();
  rmSync(folder, { recursive: true, force: true });
}
