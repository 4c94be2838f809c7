import { openSteps, type CountyReport, type CountyStepKind } from '#shared/collaboration/county-report.ts';
import { shareOf, type MarkedImage } from '#shared/collaboration/marked-image.ts';
import { stateOf, type TechnicianRequest, type TechnicianRequestKind } from '#shared/collaboration/technician-request.ts';
import { localTimeText } from '#shared/report/local-time.ts';

/** What the server can show of the image that a request speaks of. `none`: it speaks of none. */
export type PictureState = 'none' | 'picture' | 'waiting' | 'absent' | 'refused';

export interface CountyPageContent {
  readonly siteName: string;
  readonly centreName: string;
  readonly requests: readonly { readonly key: string; readonly content: TechnicianRequest; readonly picture: PictureState }[];
  readonly reports: readonly { readonly content: CountyReport }[];
  /** What the page compares to see that something is new. */
  readonly version: string;
  /** Said once, above the list. */
  readonly notice: string;
}

const KINDS: Readonly<Record<TechnicianRequestKind, string>> = { repeat: '请重拍', 'missing-view': '缺体位，请补拍', 'wrong-side': '左右标记可能有误，请核对', artefact: '有伪影，请处理' };
const STATES = { open: '等您回复', answered: '已回复，等新图像', done: '您已办完，等医师确认', closed: '医师已确认' } as const;

/** The page of a hospital: its own questions and nothing else. No script is needed to answer; the one there is only looks for news. */
export function countyPage({ siteName, centreName, requests, reports, version, notice }: CountyPageContent): string {
  const unconfirmed = reports.filter(({ content }) => isWaiting(content)).length;
  const open = requests.filter(({ content }) => content.closedAt === null);
  const settled = requests.filter(({ content }) => content.closedAt !== null);
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(open.length + unconfirmed > 0 ? `（${open.length + unconfirmed}）` : '')}影像中心的请求和报告 · ${escape(siteName)}</title>
<link rel="stylesheet" href="/page.css"><script src="/page.js" defer></script></head>
<body data-version="${escape(version)}">
<header><h1>${escape(siteName)}</h1><p>来自 ${escape(centreName)} 的请求和报告</p></header>
<main>
${notice === '' ? '' : `<p class="notice" role="status">${escape(notice)}</p>`}
<h2>请求（${open.length}）</h2>
${open.length === 0 ? '<p class="none">现在没有要处理的请求。有新的会自己出现在这里。</p>' : open.map(requestArticle).join('\n')}
<h2>报告（${unconfirmed} 份待确认）</h2>
${reports.length === 0 ? '<p class="none">近 30 天没有送达的报告。</p>' : reports.map(({ content }) => reportArticle(content)).join('\n')}
${settled.length === 0 ? '' : `<h2>已结束的请求</h2>\n${settled.map(requestArticle).join('\n')}`}
</main></body></html>`;
}

/** Shown to whoever comes without a valid link. */
export function closedPage(): string {
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>影像中心的请求</title><link rel="stylesheet" href="/page.css"></head>
<body><main><h1>这个链接打不开</h1><p>链接可能已经换新。请向上级医院影像中心要本院的新链接。</p></main></body></html>`;
}

function requestArticle({ key, content, picture }: CountyPageContent['requests'][number]): string {
  const state = stateOf(content);
  const { kind, text, patientName, patientId, examination, modality, studyDate, image, askedBy, askedAt, answers } = content;
  return `<article data-request="${escape(key)}" data-kind="${kind}" data-state="${state}" data-picture="${picture}">
<h3><span class="kind">${KINDS[kind]}</span><span class="state">${STATES[state]}</span></h3>
<dl><dt>患者</dt><dd>${escape(patientName)}（${escape(patientId)}）</dd><dt>检查</dt><dd>${escape([studyDate, modality, examination].filter((word) => word !== '').join(' '))}</dd>
<dt>请求人</dt><dd>${escape(askedBy)}，${minuteText(askedAt)}</dd></dl>
${text === '' ? '' : `<p class="text">${escape(text)}</p>`}
${image === null ? '' : imageFigure(key, image, state === 'closed' ? 'none' : picture)}
${answers.map(({ by, at, text: said, isDone }) => `<p class="answer"><b>${escape(by)}</b> ${minuteText(at)}${isDone ? ' <em>已办完，新图像已发送</em>' : ''}<br>${escape(said)}</p>`).join('\n')}
${state === 'closed' ? '' : answerForm(key)}
</article>`;
}

/** Where the image is found on any screen, and the image itself where this server has it. The arrow is drawn by the browser. */
function imageFigure(key: string, image: MarkedImage, picture: PictureState): string {
  const { seriesNumber, instanceNumber, frameNumber, arrow, orientation } = image;
  const share = arrow === null ? undefined : shareOf(image, arrow);
  const names = [
    ...(seriesNumber === null ? [] : [`序列 ${seriesNumber}`]), ...(instanceNumber === null ? [] : [`图像 ${instanceNumber}`]), ...(frameNumber === 1 ? [] : [`第 ${frameNumber} 帧`]),
    ...(arrow === null || share === undefined ? [] : [`箭头指在${zoneOf(share)}（列 ${Math.round(arrow[0])}，行 ${Math.round(arrow[1])}）`]),
  ];
  const where = `<p class="where">${escape(names.join(' · '))}</p>`;
  if (picture === 'none') return where;
  if (picture !== 'picture') return `${where}\n<p class="missing">${MISSING[picture]}</p>`;
  const letters = Object.entries(orientation).map(([side, letter]) => (letter === '' ? '' : `<span class="letter ${side}">${escape(letter)}</span>`)).join('');
  const mark = share === undefined
    ? ''
    : `<svg class="mark" aria-hidden="true"><svg x="${percent(share[0])}" y="${percent(share[1])}" overflow="visible"><path class="edge" d="${ARROW}"/><path class="line" d="${ARROW}"/></svg></svg>`;
  return `${where}\n<figure><img src="/pictures/${encodeURIComponent(key)}" alt="医师标出的位置">${mark}${letters}</figure>`;
}

/** From below left to its point. */
const ARROW = 'M-44 44L0 0M-18 0L0 0L0 18';
const MISSING = {
  waiting: '图像正在从归档取来，取到后自动出现。急的话请先按上面的号在本院 PACS 上看。',
  absent: '这台服务器上没有这幅图像。请按上面的号在本院 PACS 上看。',
  refused: '这种图像不能在网页上显示。请按上面的号在本院 PACS 上看。',
} as const;

function percent(value: number): string {
  return `${(Math.min(1, Math.max(0, value)) * 100).toFixed(2)}%`;
}

function zoneOf([x, y]: readonly [number, number]): string {
  const across = x < 1 / 3 ? '左' : x > 2 / 3 ? '右' : '';
  const down = y < 1 / 3 ? '上' : y > 2 / 3 ? '下' : '';
  return `${across}${down}` === '' ? '中间' : `${across}${down}${across === '' || down === '' ? '侧' : ''}`;
}

const REPORT_KINDS = { original: '报告', amended: '更正报告', addendum: '补充报告' } as const;
const REASONS = { 'wrong-patient': '患者有误', 'wrong-study': '检查有误', 'wrong-content': '内容有误' } as const;
const STEP_ACTS: Readonly<Record<CountyStepKind, string>> = { received: '确认收到', printed: '已打印', 'handed-over': '已交患者', withdrawal: '确认：已知撤回，已停用' };
const STEP_WORDS: Readonly<Record<CountyStepKind, string>> = { received: '收到', printed: '打印', 'handed-over': '交患者', withdrawal: '确认撤回' };

function isWaiting(report: CountyReport): boolean {
  const [next] = openSteps(report);
  return next === 'withdrawal' || (next === 'received' && report.steps.length === 0);
}

function reportArticle(report: CountyReport): string {
  const { reportUid, patientName, patientId, examination, accessionNumber, version, kind, signerName, signedAt, deliveredAt, withdrawal, steps } = report;
  const state = withdrawal !== null ? (openSteps(report).length > 0 ? 'withdrawn' : 'withdrawal-known') : isWaiting(report) ? 'new' : 'known';
  return `<article class="report" data-report="${escape(reportUid)}" data-report-state="${state}">
<h3><span class="kind">${REPORT_KINDS[kind]}${version > 1 ? ` 第 ${version} 版` : ''}</span><span class="state">${withdrawal === null ? (state === 'new' ? '待确认' : '已确认') : '已撤回'}</span></h3>
${withdrawal === null ? '' : `<p class="withdrawn">这份报告已于 ${minuteText(withdrawal.at)} 撤回（${REASONS[withdrawal.reason]}）。请停止使用，收回已经打印或交给患者的报告。</p>`}
<dl><dt>患者</dt><dd>${escape(patientName)}（${escape(patientId)}）</dd><dt>检查</dt><dd>${escape([examination, accessionNumber].filter((word) => word !== '').join(' · '))}</dd>
<dt>签发</dt><dd>${escape(signerName)}，${minuteText(signedAt)}；${minuteText(deliveredAt)} 送达本院归档</dd></dl>
${steps.map(({ step, by, at }) => `<p class="step"><b>${STEP_WORDS[step]}</b> ${escape(by)} ${minuteText(at)}</p>`).join('\n')}
${openSteps(report).length === 0 ? '' : stepForm(reportUid, openSteps(report))}
</article>`;
}

function stepForm(reportUid: string, steps: readonly CountyStepKind[]): string {
  return `<form method="post" action="/reports/${encodeURIComponent(reportUid)}">
<label>姓名 <input name="by" required maxlength="60" autocomplete="name"></label>
<p>${steps.map((step, index) => `<button name="step" value="${step}"${index === 0 ? ' class="main"' : ''}>${STEP_ACTS[step]}</button>`).join(' ')}</p></form>`;
}

function answerForm(key: string): string {
  return `<form method="post" action="/requests/${encodeURIComponent(key)}">
<label>姓名 <input name="by" required maxlength="60" autocomplete="name"></label>
<label>回复 <textarea name="text" rows="2" maxlength="1000"></textarea></label>
<p><button name="outcome" value="answer">发送回复</button> <button name="outcome" value="done" class="main">已办完，新图像已发送</button></p></form>`;
}

/** `2026-11-22 17:40` in the alliance's time. */
function minuteText(instant: string): string {
  return localTimeText(instant).slice(0, 16).replace('T', ' ');
}

/** Text as it stands between tags and in quoted attributes. */
export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

export const COUNTY_STYLE = `
:root { color-scheme: light; }
body { margin: 0; font: 16px/1.6 "Noto Sans SC", "Microsoft YaHei", sans-serif; color: #16202a; background: #f3f5f6; }
header { padding: 14px 24px; color: #fff; background: #12343b; }
h1 { margin: 0; font-size: 22px; } header p { margin: 0; opacity: .85; }
main { max-width: 860px; margin: 0 auto; padding: 16px 24px 60px; }
h2 { margin: 28px 0 8px; font-size: 17px; color: #55636e; }
article { margin: 0 0 16px; padding: 14px 18px; background: #fff; border: 1px solid #d5dde1; border-left: 6px solid #c2410c; border-radius: 6px; }
article[data-state="answered"] { border-left-color: #b08900; } article[data-state="done"] { border-left-color: #0f766e; } article[data-state="closed"] { border-left-color: #b8c3ca; opacity: .8; }
h3 { display: flex; gap: 12px; align-items: baseline; margin: 0 0 6px; font-size: 18px; } .state { font-size: 14px; font-weight: normal; color: #55636e; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 14px; margin: 0 0 8px; } dt { color: #55636e; } dd { margin: 0; }
.text { padding: 8px 12px; background: #fff7ed; border-radius: 4px; white-space: pre-wrap; } .answer { padding: 8px 12px; background: #ecfdf5; border-radius: 4px; white-space: pre-wrap; }
.notice { padding: 10px 14px; background: #dcfce7; border-radius: 6px; } .none { color: #55636e; }
figure { position: relative; display: inline-block; max-width: 100%; margin: 8px 0; overflow: hidden; background: #000; border-radius: 4px; }
img { display: block; max-width: 100%; max-height: 460px; }
.mark { position: absolute; inset: 0; width: 100%; height: 100%; } .mark path { fill: none; stroke-linecap: round; } .edge { stroke: #000; stroke-width: 7; } .line { stroke: #ffd54a; stroke-width: 3.5; }
.letter { position: absolute; padding: 0 4px; font-weight: 600; color: #fff; text-shadow: 0 0 3px #000, 0 0 3px #000; }
.letter.top { top: 2px; left: 50%; transform: translateX(-50%); } .letter.bottom { bottom: 2px; left: 50%; transform: translateX(-50%); }
.letter.left { top: 50%; left: 2px; transform: translateY(-50%); } .letter.right { top: 50%; right: 2px; transform: translateY(-50%); }
.where { margin: 0 0 4px; font-weight: 600; } .missing { padding: 8px 12px; background: #fef3c7; border-radius: 4px; }
article.report { border-left-color: #0369a1; } article.report[data-report-state="known"], article.report[data-report-state="withdrawal-known"] { border-left-color: #b8c3ca; } article.report[data-report-state="withdrawn"] { border-left-color: #b91c1c; }
.withdrawn { padding: 8px 12px; font-weight: 600; color: #7f1d1d; background: #fee2e2; border-radius: 4px; } .step { margin: 0; padding: 2px 12px; }
body[data-connection="broken"]::before { content: "和影像中心的连接断了，下面不是最新的。恢复后会自动更新；急的话请打电话。"; position: sticky; top: 0; z-index: 1; display: block; padding: 8px 24px; font-weight: 600; color: #fff; background: #b91c1c; }
form { display: grid; gap: 8px; margin-top: 10px; } label { display: grid; grid-template-columns: 48px 1fr; gap: 8px; align-items: start; } form p { margin: 0; }
input, textarea { padding: 6px 8px; font: inherit; border: 1px solid #9aa8b1; border-radius: 4px; }
button { padding: 6px 16px; font: inherit; color: #12343b; cursor: pointer; background: #fff; border: 1px solid #12343b; border-radius: 4px; } button.main { color: #fff; background: #0f766e; border-color: #0f766e; }
`;

/** Looks for news every two seconds; reloads when there is some and nobody is writing. A page that hears nothing any more says so: silence would be taken for no request. */
export const COUNTY_SCRIPT = `
const shown = document.body.dataset.version;
const isWriting = () => [...document.querySelectorAll('textarea, input')].some((field) => field === document.activeElement || (field.name === 'text' && field.value !== ''));
try { for (const field of document.querySelectorAll('input[name=by]')) { field.value = localStorage.getItem('by') ?? ''; field.addEventListener('change', () => localStorage.setItem('by', field.value)); } } catch {}
setInterval(async () => {
  try {
    const answer = await fetch('/version', { signal: AbortSignal.timeout(8000) });
    // The link is no longer valid: the page that says so is shown, and no patient any more.
    if (answer.status === 403) location.reload();
    if (!answer.ok) throw new Error();
    if ((await answer.text()) !== shown && !isWriting()) location.reload();
    document.body.dataset.connection = 'good';
  } catch { document.body.dataset.connection = 'broken'; }
}, 2000);
`;
