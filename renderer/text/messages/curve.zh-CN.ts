/** A volume along a curved line. */
export const CURVE_ZH_CN = {
  'curve.title': '曲面重建（拉直）',
  'curve.length': '沿曲线 {{millimetres}} mm',
  'curve.turn': '绕曲线 {{degrees}}°',
  'mpr.plane.curve': '曲面',
  'curve.points': '曲线 {{count}} 点',
  'curve.key.add': '十字处设为曲线点',
  'curve.key.undo': '去掉最后一个曲线点',
};
