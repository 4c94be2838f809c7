/** What the pictures are and are not. */
export const IMAGE_TRUTH_ZH_CN = {
  'truth.windows': '影像自带窗 {{count}}',
  'truth.outlines': '分割只画轮廓',
  'truth.report-graphics': '结构化报告的图形',
  'truth.report-graphics-count': '全部 {{count}} 个图形',
  'truth.suv-others': '[SUVlbm {{lean}}][ · SUVbsa {{surface}}]',
};
