export const STUDY_BROWSER_ZH_CN = {
  'study-browser.label': '序列',
  'study-browser.current': '本次',
  'study-browser.series': '{{name}}，{{held}} / {{expected}} 幅[，{{seen}}]',
  'study-browser.unnamed': '序列 {{number}}',
  'study-browser.seen': '看过',
  'study-browser.unseen': '未看',
  'study-browser.prior.open': '打开 {{date}} 的检查',
  'study-browser.document': '文档',
};
