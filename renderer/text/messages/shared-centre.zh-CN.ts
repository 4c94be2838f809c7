/** What all seats of a centre have in common. */
export const SHARED_CENTRE_ZH_CN = {
  'hanging.share': '给全中心',
  'hanging.shared': '已给全中心：{{name}}',
  'hanging.unshare': '从全中心删除',
  'hanging.unshared': '已从全中心删除：{{name}}',
  'hanging.of-centre': '{{name}}（全中心）',
  'sites.security.account-note': '账号对全中心各席位生效；口令、令牌和私钥只存在本席位，须在每个席位各输一次',
};
