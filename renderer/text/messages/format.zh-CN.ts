export const FORMAT_ZH_CN = {
  'format.seconds': '{{count}} 秒',
  'format.minutes': '{{count}} 分',
  'format.hours': '{{count}} 小时',
  'format.hours-minutes': '{{hours}} 小时 {{minutes}} 分',
  'format.days': '{{count}} 天',
  'format.list-separator': '、',
  'format.just-now': '刚才',
  'format.minutes-ago': '{{count}} 分前',
  'format.sex.male': '男',
  'format.sex.female': '女',
  'format.sex.other': '其他',
  'format.sex.unknown': '性别未知',
};
