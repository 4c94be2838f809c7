/** Several seats over one hub. */
export const COORDINATION_ZH_CN = {
  'error.claim/held': '[{{person}} ]正在阅读此例\n您写的内容已存为草稿。可请对方移交，或等其释放后再签发',
  'error.claim/lost': '未签发：本席位对此例的占用已失效[，现由 {{person}} 阅读]\n草稿已保存，什么都没有发出。若仍由您阅读，请再签一次',
  'error.claim/final': '未签发：[{{person}} ]已签发此例的报告\n您的草稿保存在本机，不会发送。请对照已签发的报告，必要时请签发者更正',
  'error.hub/unreachable': '协作中心没有应答\n本机的阅读与签发照常；签发的报告标为“离线签发”，协作中心恢复后确认',
  'error.hub/not-allowed': '协作中心不接受本席位\n本机数据未受影响。请管理员核对席位账号与职责',
  'error.hub/unknown-seat': '协作中心没有这个席位\n未移交。请从列表中另选一位',
  'error.hub/bad-address': '协作中心的地址有误[：{{file}}]\n未改动任何内容。请管理员核对 --hub 的写法',
} as const;
