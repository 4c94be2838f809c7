/** The ECG reading desk: numbers, marks, statements, comparison, critical calls. */
export const ECG_DESK_ZH_CN = {
  'report.check.ecg-contradiction': '诊断互相矛盾：“{{first}}”与“{{second}}”\n两句不能同时成立，请删去一句。',
  'report.check.ecg-qtc-formula': '“{{text}}”没有写公式\n请注明 Bazett、Fridericia、Framingham 或 Hodges。',
  'report.check.ecg-measurement': '“{{statement}}”与测量 {{value}} {{unit}} 不符\n请核对标记或诊断。',
  'report.check.ecg-critical-untold': '危急值尚未通报：{{finding}}\n可以签发；请按 F10 记录通知了谁、对方怎样复述。',
};
