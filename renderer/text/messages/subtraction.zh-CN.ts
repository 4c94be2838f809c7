/** A run of fluoroscopy less a mask. */
export const SUBTRACTION_ZH_CN = {
  'subtraction.title': '减影',
  'subtraction.badge': '减影 · 蒙片 第 {{mask}} 帧 · 移位 右 {{right}} 下 {{down}} px',
  'subtraction.presented': '减影（所选显示状态）· 蒙片 第 {{mask}} 帧 · 移位 右 {{right}} 下 {{down}} px',
  'subtraction.recommended': '用医院建议：蒙片 第 {{mask}} 帧，右 {{right}} 下 {{down}} px',
  'subtraction.recommended.average': '用医院建议：蒙片 第 {{mask}} 帧（{{count}} 帧平均之首），右 {{right}} 下 {{down}} px',
  'subtraction.recommended.why': '图像文件带有机器建议的蒙片和移位',
  'subtraction.drag': '拖动移位',
  'subtraction.drag.why': '按住拖动，蒙片随手移动，每像素 0.05 px',
  'subtraction.key.toggle': '减影',
  'subtraction.key.mask-here': '此帧作蒙片',
  'subtraction.key.left': '蒙片左移 0.25 px',
  'subtraction.key.right': '蒙片右移 0.25 px',
  'subtraction.key.up': '蒙片上移 0.25 px',
  'subtraction.key.down': '蒙片下移 0.25 px',
};
