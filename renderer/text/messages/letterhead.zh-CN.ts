export const LETTERHEAD_ZH_CN = {
  'letterhead.title': '报告抬头',
  'letterhead.note': '印在这家医院的每份报告上',
  'letterhead.address': '地址',
  'letterhead.telephone': '咨询电话',
  'letterhead.logo': '标志',
  'letterhead.logo.none': '没有，印通用标志',
  'letterhead.logo.choose': '选图片…',
  'letterhead.logo.remove': '去掉',
  'letterhead.logo.unreadable': '这个文件不是图片，换一张试试',
  'letterhead.basicText': '它的归档只收基本文本结构化报告（Basic Text SR）：测量值写成文字，不另发测量对象',
  'letterhead.save': '存抬头',
  'letterhead.saved': '{{siteName}}的抬头已存，下一份报告起用',
};
