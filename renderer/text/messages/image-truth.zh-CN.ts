/** What the pictures are and are not. */
export const IMAGE_TRUTH_ZH_CN = {
  'truth.windows': '影像自带窗 {{count}}',
  'truth.suv-others': '[SUVlbm {{lean}}][ · SUVbsa {{surface}}]',
};
