export const WINDOWS_ZH_CN = {
  'windows.key.open': '图像移到阅片窗',
  'windows.key.take-back': '收回图像',
  'windows.title': '图像在别的窗口',
  'windows.where': '图像在第 {{windows}} 窗',
  'windows.detail': '测量写入报告、切换检查、签发照常；关掉那个窗口，图像回到这里。',
  'windows.place': '窗{{number}}·{{viewport}}',
  'windows.name': '通阅 第 {{number}} 窗',
  'windows.idle': '在主窗口打开检查，图像显示在这里',
  'windows.no-images': '这次检查没有图像，请在主窗口阅读',
  'windows.alone': '主窗口已关闭：可以看图，不能写报告',
  'windows.refused': '没有打开新窗口',
  'windows.refused.detail': '浏览器拦下了，或已开满三个阅片窗。允许本页弹出窗口后再试。',
};
