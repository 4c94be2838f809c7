import { chromium } from 'playwright';
import { buildViewerPage, serveViewer } from '#tests/support/viewer-harness/serve-viewer.ts';
import { servedFiles } from '#tests/support/viewer-harness/served-files.ts';
import { testFiles } from '#tests/support/test-data.ts';
const t0=Date.now();
const folder = await buildViewerPage(); console.log('build', Date.now()-t0);
const studies = new Map([
 [1, { instances: servedFiles(testFiles('ct-volume/philips-head-1mm')) }],
 [2, { instances: servedFiles([...testFiles('mr/t1w-iso2mm-jpegll')]), patientName: '陈桂兰', isPrior: true }],
 [3, { instances: servedFiles([...testFiles('cr-dx-mg')].slice(0,6)), isPrior: true }],
 [4, { instances: servedFiles(['us-xa-nm/us-still/examples_palette.dcm','us-xa-nm/us-cine/I_000001.dcm','transfer-syntaxes/jpegls/JLSL_16_15_1_1F.dcm']), isPrior: true }],
]);
const server = await serveViewer(folder, studies as any);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--use-angle=swiftshader','--enable-unsafe-swiftshader','--disable-background-networking','--no-first-run'] });
const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
page.on('console', m => console.log(m.type(), m.text().slice(0,400)));
page.on('pageerror', e => console.log('PAGEERROR', e.message, e.stack?.slice(0,900)));
await page.goto(server.url);
try { await page.waitForSelector('[data-testid=viewport][data-fidelity=full]', {timeout: 15000}); } catch (e) { console.log(String(e).slice(0,200)); }
console.log('shown', Date.now()-t0);
await page.waitForTimeout(1500);
await page.screenshot({ path: '/tmp/shot1.png' });
console.log(await page.evaluate(() => document.querySelector('[data-testid=viewport]')!.outerHTML.slice(0,900)));
await browser.close(); await server.close();
