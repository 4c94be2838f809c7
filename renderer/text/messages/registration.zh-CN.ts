/** Laying a prior on the study of today. */
export const REGISTRATION_ZH_CN = {
  'viewer.key.register': '配准对照检查',
  'viewer.link.register': '配准',
  'viewer.link.cancel': '取消',
  'viewer.link.accept': '仍然采用',
  'viewer.link.registering': '正在配准 {{percent}}%',
  'viewer.link.registered': '联动：配准，可信度 {{percent}}%，±{{spread}} mm',
  'viewer.link.weak': '配准可信度低（{{percent}}%，±{{spread}} mm），未联动',
  'viewer.link.failed': '配准未成：{{reason}}',
};
