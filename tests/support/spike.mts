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
await page.keyboard.press('7');
const grid=async()=>console.log(await page.evaluate(()=>{const c=document.querySelector('[data-testid=viewport-picture] > canvas');const k=new OffscreenCanvas(c.width,c.height).getContext('2d');k.drawImage(c,0,0);const g=(x,y)=>k.getImageData(x,y,1,1).data[0];const xs=[0,1,2,100,256,509,510,511];return c.width+'x'+c.height+'\n'+xs.map(y=>xs.map(x=>g(x,y)).join(' ')).join('\n')}));


await page.keyboard.press('r');
await page.waitForFunction(()=>document.querySelector('[data-testid=orientation-right]')?.textContent==='A');
const px = await page.evaluate(()=>{const c=document.querySelector('[data-testid=viewport-picture] > canvas');const k=new OffscreenCanvas(c.width,c.height).getContext('2d');k.drawImage(c,0,0);return [...k.getImageData(0,0,512,512).data].filter((_,i)=>i%4===0)});
const L=(v,c,w)=>v<=c-0.5-(w-1)/2?0:v>c-0.5+(w-1)/2?255:Math.round(((v-(c-0.5))/(w-1)+0.5)*255);
let n=0; const rows=new Map(), cols=new Map();
px.forEach((g,i)=>{const x=i%512,y=Math.floor(i/512);const e=L(v(y,511-x)-1024,-600,1500);if(Math.abs(e-g)>1){n++;if(n<20)console.log(x,y,g,e);rows.set(y,(rows.get(y)??0)+1);cols.set(x,(cols.get(x)??0)+1)}});
console.log(n, rows.size, cols.size,[...rows].slice(0,5),[...cols].slice(0,5));
await browser.close(); await server.close(); removeViewerPage(folder);
