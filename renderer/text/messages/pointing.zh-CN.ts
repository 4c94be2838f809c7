export const POINTING_ZH_CN = {
  'app.keys.desk': '视窗、布局和悬挂',
  'viewer.key.crosshair': '三维光标：一点同时示于各视窗',
  'viewer.key.quadrant': '逐象限放大',
  'viewer.key.menu': '图像菜单',
  'viewer.key.tab-forward': '下一个视窗（到末尾离开）',
  'viewer.key.tab-back': '上一个视窗（到开头离开）',
  'viewer.menu.title': '图像菜单',
  'viewer.grip': '拖到另一视窗，互换位置',
  'hanging.key.previous-study': '该患者较新的检查',
  'hanging.key.next-study': '该患者较早的检查',
};
