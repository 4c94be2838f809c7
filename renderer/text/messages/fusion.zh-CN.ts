/** Uptake (PET) laid over the planes of a CT. */
export const FUSION_ZH_CN = {
  'fusion.title': 'PET 融合',
  'fusion.show': '叠加 PET',
  'fusion.hide': '去掉 PET',
  'fusion.opacity': '不透明度 {{percent}}%',
  'fusion.opacity-label': 'PET 不透明度',
  'fusion.table.hot': '热金属',
  'fusion.table.rainbow': '彩虹',
  'fusion.suv-limit': 'SUV 0–{{limit}}',
  'fusion.share-limit': '最大值的 {{percent}}%',
  'fusion.refused': '旁边的 PET 不能叠加：{{reason}}',
  'fusion.missing': '旁边没有同一次检查的 PET：先回到逐层，把 PET 放到另一个视窗，再打开三平面',
  'fusion.key.toggle': 'PET 融合开／关',
};
