import { chromium } from 'playwright';
import { madeImage } from '#tests/support/viewer-harness/made-instances.ts';
import { buildViewerPage, removeViewerPage, serveViewer } from '#tests/support/viewer-harness/serve-viewer.ts';
const folder = await buildViewerPage();
const v=(c,r)=>c+8*r;
const server = await serveViewer(folder, new Map([[11,{instances:[madeImage({ sopInstanceUid:'1.2.11.1.1',seriesInstanceUid:'1.2.11.1',studyInstanceUid:'1.2.11', rows: 512, columns: 512, value: v, attributes: {
      PixelSpacing: [0.5, 0.5], ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ImagePositionPatient: [-128, -128, 40], RescaleSlope: 1, RescaleIntercept: -1024,
      WindowCenter: [40, -600], WindowWidth: [400, 1500], InstanceNumber: 1,}})]}]]));
const browser = await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--use-angle=swiftshader','--enable-unsafe-swiftshader']});
const page = await browser.newPage({viewport:{width:512+432,height:558}});
page.on('console',m=>console.log(m.text()));
await page.goto(server.url+'?studies=11');
await page.waitForSelector('[data-sop-instance-uid="1.2.11.1.1"]');

const box = await page.locator('[data-testid=viewport]').boundingBox();
const line=async(w)=>console.log(w, await page.evaluate(()=>[...document.querySelectorAll('.svg-layer line')].map(l=>l.getAttribute('stroke')+' '+l.getAttribute('stroke-width')).join(';')+' circles '+document.querySelectorAll('.svg-layer circle').length+' tool '+document.querySelector('[aria-pressed=true]')?.textContent+' cursor '+getComputedStyle(document.querySelector('[data-testid=viewport-picture]')).cursor));
const wait=(ms)=>new Promise(r=>setTimeout(r,ms));
await page.keyboard.press('d');
await page.mouse.move(box.x+100,box.y+200); await page.mouse.down(); await page.mouse.move(box.x+150,box.y+200); await page.mouse.move(box.x+200,box.y+200); await page.mouse.up();
await wait(500); await line('drawn');
if (process.argv[2]==='undo') { await page.keyboard.press('Control+z'); for (let k=0;k<6;k++) {await wait(100); await line('undone');} await page.keyboard.press('Control+y'); await wait(300); await line('redone'); }
await page.keyboard.press('w'); await wait(300);
await page.mouse.move(box.x+140,box.y+202,{steps:3}); await page.mouse.move(box.x+150,box.y+200,{steps:3}); await wait(300); await line('hover');
await page.mouse.down(); await page.mouse.up(); await wait(700); await line('pressed');
await page.mouse.down(); await wait(600); await line('down');await page.mouse.up(); await wait(700); await line('held press');
await browser.close(); await server.close(); removeViewerPage(folder);
