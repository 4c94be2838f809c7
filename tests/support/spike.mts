import { chromium } from 'playwright';
import { execFileSync } from 'node:child_process';
import { readFileSync, mkdtempSync } from 'node:fs';
import { buildViewerPage, serveViewer } from '#tests/support/viewer-harness/serve-viewer.ts';
import { openPart10 } from '#main/part10/open-part10.ts';
import { readContent } from '#main/part10/read-content.ts';
import { readTestFile, testTable, testFilePath } from '#tests/support/test-data.ts';
const folder = await buildViewerPage();
const rows = testTable('pixel-hashes.tsv');
const studies = new Map(); const jobs:any[] = []; let id=0; const cache = new Map();
for (const r of rows as any[]) {
  if (/seg\/|seg-|malformed/.test(r.file)) continue;
  try {
    let inst = cache.get(r.file);
    if (!inst) { const b=readTestFile(r.file); const o=openPart10(b); const c=readContent(b,o); id++; 
      const md:any={...c.metadata, '00080018':{vr:'UI',Value:['1.2.'+id]}};
      inst = {...c, metadata: md, transferSyntaxUid:o.transferSyntaxUid, sopInstanceUid:'1.2.'+id, seriesInstanceUid:'1.3.'+id, __id:id}; cache.set(r.file, inst); studies.set(id, {instances:[inst]}); }
    jobs.push({ id: inst.__id, inst, r });
  } catch (e) { console.log('READ', r.file, String(e).slice(0,100)); }
}
const server = await serveViewer(folder, studies);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--use-angle=swiftshader','--enable-unsafe-swiftshader'] });
const page = await browser.newPage();
page.on('pageerror', e => console.log('PAGEERROR', e.message));
await page.goto(server.url);
await page.waitForFunction(() => document.title==='ready');
const stat:any = {}; const tmp=mkdtempSync('/tmp/ppm');
for (const j of jobs) {
  const {r}=j;
  const out:any = await page.evaluate(([a,b,c,d]:any) => Promise.race([(window as any).decode(a,b,c,d), new Promise(r=>setTimeout(()=>r({error:'TIMEOUT'}),15000))]), [j.id, j.inst.seriesInstanceUid, j.inst.sopInstanceUid, Number(r.frame)] as any);
  let verdict;
  if (out.error) verdict = 'ERR '+out.error.slice(0,80)+' '+out.facts+' '+String(out.cause).slice(0,80);
  else if (out.hash===r.sha256_stored_values) verdict='SAME';
  else if (r.class==='lossy' && Math.abs(out.min-Number(r.min))<=2&&Math.abs(out.max-Number(r.max))<=2&&Math.abs(out.mean-Number(r.mean))<=0.5) verdict= 'NEAR';
  else verdict=(r.class==='lossy'?'LOSSY':'DIFF ')+[out.kind,out.min,out.max,out.mean.toFixed(2),r.min,r.max,r.mean].join(' ');
  const k=verdict.split(' ')[0]; stat[k]=(stat[k]??0)+1;
  if (k!=='SAME'&&k!=='NEAR') {
    let oracle='';
    if (!out.error && out.kind==='colour') { try {
      execFileSync('dcmj2pnm', ['--write-8-bit-pnm','+F',r.frame, testFilePath(r.file), tmp+'/o.ppm'], {stdio:'pipe'});
      const b=readFileSync(tmp+'/o.ppm'); const m=/^P[36]\s+(?:#.*\s+)*(\d+)\s+(\d+)\s+(\d+)\s/.exec(b.subarray(0,200).toString('latin1'))!; let vals:number[];
      if (b[1]===0x36) vals=[...b.subarray(m[0].length)]; else vals=b.subarray(m[0].length).toString().trim().split(/\s+/).map(Number);
      const mine:number[] = await page.evaluate(([a,b,c,d]:any)=>(window as any).values(a,b,c,d), [j.id, j.inst.seriesInstanceUid, j.inst.sopInstanceUid, Number(r.frame)] as any);
      let max=0,sum=0; for(let i=0;i<mine.length;i++){const d=Math.abs(mine[i]-vals[i]); max=Math.max(max,d); sum+=d;}
      oracle=`dcmtk ${vals.length}/${mine.length} maxdiff ${max} meandiff ${(sum/mine.length).toFixed(3)}`;
    } catch(e) { oracle='dcmtk failed '+String((e as any).stderr??e).slice(0,150); } }
    console.log(verdict, r.file, r.frame, out.photometric??'', j.inst.transferSyntaxUid, oracle);
  }
}
console.log(stat);
await browser.close(); await server.close();
