/** First line: what happened, to which hospital or thing. Second line: what is safe, what to do. */
export const ERRORS_ZH_CN = {
  'error.internal': '程序内部出错，这一步没有做成\n已保存的报告和影像不受影响。请把页面底部的代码告诉信息科',
  'error.contract/invalid-message': '这个窗口的版本和程序不一致\n草稿先保存在本窗口。请重新载入窗口',
  'error.contract/not-authorised': '这个窗口的通行已失效\n已保存的内容都在本机。请关掉它，从程序重新打开',
  'error.contract/no-answer': '程序没有回应\n没存的文字留在这个窗口里。程序恢复后自动接着存，不要关窗口',

  'error.site/unreachable': '[{{site}}]连不上[，{{since}} 起]\n已到本机的检查照常可读可签，报告排队，通了最先送出。请该院信息科查线路',
  'error.site/unauthorised': '[{{site}}]拒绝了账号或口令[（{{status}}）]\n已到本机的检查照常可读可签。请管理员核对这家医院的账号',
  'error.site/server-error': '[{{site}}]的影像服务出错[（{{status}}）]\n已到本机的检查照常可读可签。会自动再试；请该院信息科查影像服务',
  'error.site/too-many-requests': '[{{site}}]要求放慢[，{{retryAfterSeconds}} 秒后再取]\n已到本机的不受影响，会自动再试',
  'error.site/not-found': '[{{site}}]说没有这项内容\n已到本机的照常可用。如果检查还在，请该院技师重新上传',
  'error.site/not-dicomweb': '[{{site}}]的地址回答的不是 DICOMweb\n没有取到内容。请管理员核对地址',
  'error.site/invalid-answer': '[{{site}}]的回答读不懂\n没有采用这份回答，会自动再试。多次出现请告诉信息科',
  'error.site/truncated': '[{{site}}]传到一半断了\n收到的完整影像已保存，余下的自动续取',
  'error.site/stalled': '[{{site}}]停住不传了\n收到的完整影像已保存，余下的自动续取',
  'error.site/too-large': '[{{site}}]发来的内容超过上限[ {{maximumBytes}}]\n没有收下，其他检查不受影响。请告诉信息科',
  'error.site/unexpected-instance': '[{{site}}]发来的影像不属于这次检查\n没有收下。请该院技师核对上传',
  'error.site/refused-object': '[{{site}}]拒收我们的报告[（{{status}}）][（原因 {{reason}}）]\n签名报告完好留在本机，可以再送。请该院信息科查拒收原因',

  'error.file/not-dicom': '[{{file}} ]不是 DICOM 文件\n没有读入，其他文件不受影响',
  'error.file/damaged': '[{{file}} ]已损坏\n没有读入，其他文件不受影响。请要一份完好的',

  'error.store/not-held': '这项内容还不在本机\n到了会自动显示',
  'error.store/damaged': '本机的一份影像损坏，没有显示\n正在向医院重取，报告和其他检查不受影响',
  'error.store/disk-full': '磁盘已满[，只剩 {{freeBytes}}]，已停止预取\n已保存的报告和打开的检查都在。请腾出空间',
  'error.store/other-content': '同一影像编号下已有另一份内容\n先到的那份保留，后到的没有采用。请该院技师核对',

  'error.profile/in-use': '另一个程序正在用这份数据\n数据没有改动。请先关掉那一个',
  'error.profile/newer-version': '这份数据由更新的程序写成\n数据没有改动。请升级程序',
  'error.profile/wrong-key': '钥匙打不开这份数据\n数据没有改动。请在原来的电脑和账户上打开',
  'error.profile/damaged': '本机数据损坏[：{{file}}]\n完好的部分没有改动。请告诉信息科，从备份恢复',
  'error.profile/not-writable': '数据文件夹不能写入[：{{folder}}]\n已有内容没有改动。请查磁盘权限',

  'error.study/unknown': '没有找到这次检查\n列表可能已更新。请回工作列表重新选',
  'error.study/not-an-ecg': '这次检查里没有心电图\n可以按影像打开',

  'error.report/unknown': '没有找到这份申请\n列表可能已更新。请回工作列表重新打开这次检查',
  'error.report/stale-revision': '报告在别的窗口改过\n两份文字都留着。请选用哪一份',
  'error.report/already-signed': '这份报告已经签发\n签发的版本没有改动。您没存的文字留在这里，不会发出',
  'error.report/incomplete': '没有签发：报告还缺内容\n草稿已存。请补全后再签',
  'error.report/missing-glyph': '没有签发：有字[“{{character}}”]没有字形，打印会缺字\n草稿已存。请换一种写法',
  'error.report/images-missing': '没有签发：影像没有到齐[，已到 {{held}}/{{expected}}]\n草稿已存。到齐后再签',
  'error.report/unconfirmed': '有要确认的地方还没有写理由\n在签发窗口逐条写明理由，或改正文字',
  'error.critical/unknown': '这条危急值不在了，或已由别人关闭\n重新打开危急值窗口看',
  'error.critical/incomplete': '危急值还不能关闭\n补全接听人、科室、时间，复述要与内容一致',
  'error.critical/bad-rule': '危急值清单里有一条写法不对[：{{rule}}]\n改好再存',

  'error.measurement/unknown': '没有找到这个测量\n可能已在别的窗口删除。其他测量都在',
  'error.measurement/not-allowed': '这幅图像上不能这样测量\n已有测量没有改动',

  'error.signing/unknown-signer': '没有签发：没有找到这位签名人的证书\n报告没有改动，也没有送出。请另选签名人',
  'error.signing/wrong-pin': '没有签发：证书口令不对[，还可试 {{triesLeft}} 次]\n报告没有改动，也没有送出。都错会锁住证书',
  'error.signing/key-locked': '没有签发：证书已锁住[，{{lockedUntil}} 解锁]\n报告没有改动，也没有送出。可以换一位签名人，或到信息科解锁',
  'error.signing/certificate-expired': '没有签发：证书已过期[，有效期到 {{validUntil}}]\n报告没有改动，也没有送出。请更换证书',
  'error.signing/key-unreadable': '没有签发：证书读不出来\n报告没有改动，也没有送出。请插好证书，或换一位签名人',

  'error.import/not-found': '这个位置没有文件\n没有导入任何内容。请核对路径，光盘或优盘是否插好',
  'error.import/unreadable': '读不出这个文件夹或压缩包\n没有导入任何内容。加密的压缩包请先解开',
  'error.import/missing-file': '目录文件（DICOMDIR）里有名字，介质上没有这个文件\n其余文件已照常导入。请向来源医院要完整的光盘',

  'error.delivery/unknown': '没有找到这份送达记录\n签名报告在本机完好。请告诉信息科',
  'error.delivery/conflict': '没有送达：[{{site}}]已有同号的另一份内容\n签名报告在本机完好，没有覆盖对方。请打电话核对',
};
