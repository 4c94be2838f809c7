import { stateOf, type TechnicianRequest, type TechnicianRequestKind } from '#shared/collaboration/technician-request.ts';
import { localTimeText } from '#shared/report/local-time.ts';

export interface CountyPageContent {
  readonly siteName: string;
  readonly centreName: string;
  readonly requests: readonly { readonly key: string; readonly content: TechnicianRequest }[];
  /** What the page compares to see that something is new. */
  readonly version: string;
  /** Said once, above the list. */
  readonly notice: string;
}

const KINDS: Readonly<Record<TechnicianRequestKind, string>> = { repeat: '请重拍', 'missing-view': '缺体位，请补拍', 'wrong-side': '左右标记可能有误，请核对', artefact: '有伪影，请处理' };
const STATES = { open: '等您回复', answered: '已回复，等新图像', done: '您已办完，等医师确认', closed: '医师已确认' } as const;

/** The page of a hospital: its own questions and nothing else. No script is needed to answer; the one there is only looks for news. */
export function countyPage({ siteName, centreName, requests, version, notice }: CountyPageContent): string {
  const open = requests.filter(({ content }) => content.closedAt === null);
  const settled = requests.filter(({ content }) => content.closedAt !== null);
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(open.length > 0 ? `（${open.length}）` : '')}影像中心的请求 · ${escape(siteName)}</title>
<link rel="stylesheet" href="/page.css"><script src="/page.js" defer></script></head>
<body data-version="${escape(version)}">
<header><h1>${escape(siteName)}</h1><p>来自 ${escape(centreName)} 的请求</p></header>
<main>
${notice === '' ? '' : `<p class="notice" role="status">${escape(notice)}</p>`}
${open.length === 0 ? '<p class="none">现在没有要处理的请求。有新的会自己出现在这里。</p>' : open.map(requestArticle).join('\n')}
${settled.length === 0 ? '' : `<h2>已结束</h2>\n${settled.map(requestArticle).join('\n')}`}
</main></body></html>`;
}

/** Shown to whoever comes without a valid link. */
export function closedPage(): string {
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>影像中心的请求</title><link rel="stylesheet" href="/page.css"></head>
<body><main><h1>这个链接打不开</h1><p>链接可能已经换新。请向上级医院影像中心要本院的新链接。</p></main></body></html>`;
}

function requestArticle({ key, content }: { readonly key: string; readonly content: TechnicianRequest }): string {
  const state = stateOf(content);
  const { kind, text, patientName, patientId, examination, modality, studyDate, picture, askedBy, askedAt, answers } = content;
  return `<article data-request="${escape(key)}" data-kind="${kind}" data-state="${state}">
<h3><span class="kind">${KINDS[kind]}</span><span class="state">${STATES[state]}</span></h3>
<dl><dt>患者</dt><dd>${escape(patientName)}（${escape(patientId)}）</dd><dt>检查</dt><dd>${escape([studyDate, modality, examination].filter((word) => word !== '').join(' '))}</dd>
<dt>请求人</dt><dd>${escape(askedBy)}，${minuteText(askedAt)}</dd></dl>
${text === '' ? '' : `<p class="text">${escape(text)}</p>`}
${picture === '' ? '' : `<img src="/pictures/${encodeURIComponent(key)}" alt="医师标出的位置">`}
${answers.map(({ by, at, text: said, isDone }) => `<p class="answer"><b>${escape(by)}</b> ${minuteText(at)}${isDone ? ' <em>已办完，新图像已发送</em>' : ''}<br>${escape(said)}</p>`).join('\n')}
${state === 'closed' ? '' : answerForm(key)}
</article>`;
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
img { display: block; max-width: 100%; max-height: 420px; margin: 8px 0; background: #000; border-radius: 4px; }
form { display: grid; gap: 8px; margin-top: 10px; } label { display: grid; grid-template-columns: 48px 1fr; gap: 8px; align-items: start; } form p { margin: 0; }
input, textarea { padding: 6px 8px; font: inherit; border: 1px solid #9aa8b1; border-radius: 4px; }
button { padding: 6px 16px; font: inherit; color: #12343b; cursor: pointer; background: #fff; border: 1px solid #12343b; border-radius: 4px; } button.main { color: #fff; background: #0f766e; border-color: #0f766e; }
`;

/** Looks for news every two seconds; reloads when there is some and nobody is writing. */
export const COUNTY_SCRIPT = `
const shown = document.body.dataset.version;
const isWriting = () => [...document.querySelectorAll('textarea, input')].some((field) => field === document.activeElement || (field.name === 'text' && field.value !== ''));
try { for (const field of document.querySelectorAll('input[name=by]')) { field.value = localStorage.getItem('by') ?? ''; field.addEventListener('change', () => localStorage.setItem('by', field.value)); } } catch {}
setInterval(async () => {
  try {
    const answer = await fetch('/version');
    if (!answer.ok) return;
    if ((await answer.text()) !== shown && !isWriting()) location.reload();
    document.body.dataset.connection = 'good';
  } catch { document.body.dataset.connection = 'broken'; }
}, 2000);
`;
