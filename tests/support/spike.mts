import { chromium } from 'playwright';
import { testFiles } from '#tests/support/test-data.ts';
import { servedFiles } from '#tests/support/viewer-harness/served-files.ts';
import { buildViewerPage, removeViewerPage, serveViewer } from '#tests/support/viewer-harness/serve-viewer.ts';
const folder = await buildViewerPage();
const server = await serveViewer(folder, new Map([[10,{instances:servedFiles(testFiles('ct-volume/philips-head-1mm'))}]]));
const browser = await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox',...(process.env.FLAGS??'').split(' ')]});
const page = await browser.newPage({viewport:{width:1488+432,height:1080}});
page.on('console',m=>console.log(m.text()));
await page.goto(server.url+'?studies=10');
await page.waitForSelector('[data-stack-size="50"][data-fidelity=full]');
await page.keyboard.press('End'); await page.waitForSelector('[data-stack-index="49"]'); await page.keyboard.press('Home'); await page.waitForSelector('[data-stack-index="0"]');
await page.waitForLoadState('networkidle');
for (let k=0;k<2;k++) {
const times = await page.evaluate(async () => {
      const section = document.querySelector('[data-testid=viewport]');
      const target = section.querySelector('[data-testid=viewport-picture] > canvas');
      const a=[],b=[],c=[],idle=[];
      const raf=()=>new Promise(requestAnimationFrame);
      for (let i=0;i<20;i++){const t=performance.now(); await raf(); idle.push(performance.now()-t);}
      const from=Number(section.dataset.stackIndex); const way=from===0?1:-1;
      for (let n = 1; n < 50; n += 1) {
        const t0 = performance.now();
        target.dispatchEvent(new WheelEvent('wheel', { deltaY: 100*way, bubbles: true, cancelable: true }));
        a.push(performance.now()-t0);
        while (section.dataset.stackIndex !== String(from+way*n)) await Promise.resolve();
        b.push(performance.now()-t0);
        await raf(); 
        await new Promise(r=>{const ch=new MessageChannel();ch.port1.onmessage=r;ch.port2.postMessage(0)});
        c.push(performance.now()-t0);
      }
      const m=(x)=>x.toSorted((p,q)=>p-q)[Math.floor(x.length/2)].toFixed(1);
      return {idle:m(idle),dispatch:m(a),state:m(b),frame:m(c)};
    });
console.log(JSON.stringify(times));
}
if (process.argv[2]) {
 const cdp = await page.context().newCDPSession(page);
 await cdp.send('Profiler.enable'); await cdp.send('Profiler.start');
 await page.evaluate(async()=>{const s=document.querySelector('[data-testid=viewport]');const t=s.querySelector('[data-testid=viewport-picture] > canvas');
  for(let n=0;n<49;n++){t.dispatchEvent(new WheelEvent('wheel',{deltaY:100,bubbles:true,cancelable:true}));await new Promise(requestAnimationFrame);}});
 const {profile}=await cdp.send('Profiler.stop');
 const self=new Map(); const dt=profile.timeDeltas; const byId=new Map(profile.nodes.map(n=>[n.id,n]));
 profile.samples.forEach((id,i)=>{const n=byId.get(id);const k=n.callFrame.functionName+' '+n.callFrame.url.split('/').pop()+':'+n.callFrame.lineNumber;self.set(k,(self.get(k)??0)+dt[i]/1000)});
 console.log([...self].sort((p,q)=>q[1]-p[1]).slice(0,25).map(([k,v])=>v.toFixed(0)+' '+k).join('\n'));
}
await browser.close(); await server.close(); removeViewerPage(folder);
