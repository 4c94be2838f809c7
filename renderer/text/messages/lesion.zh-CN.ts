/** Lesions that were measured before, beside what they are today. */
export const LESION_ZH_CN = {
  'viewer.key.lesions': '病灶随访表',
  'lesion.title': '病灶随访',
  'lesion.empty': '打开的对照检查里还没有长度或长短径测量',
  'lesion.measure': '量本次',
  'lesion.measure-again': '重量',
  'lesion.drawing': '请在本次图像上画',
  'lesion.to-report': '写入报告',
  'lesion.place': '约在本次第 {{number}} 幅',
  'lesion.place-unknown': '位置未对应，可先配准',
  'lesion.change': '{{change}} mm（{{percent}}%）',
  'lesion.change-mm': '{{change}} mm',
  'lesion.sum': '最长径总和 {{before}} → {{now}} mm，{{change}}',
  'lesion.sentence': '{{sentence}}，前次[（{{date}}）]{{before}}，{{change}}',
};
