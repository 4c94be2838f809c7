/**
 * The first character of each syllable of pinyin in the order of CLDR's collation `pinyin`; ü is written v. A character stands under the last one that is not
 * behind it. Of the 20,902 unified ideographs 95 % are read right so; rare second readings are not.
 */
const BORDERS = [
  'a吖 ai哎 an安 ang肮 ao凹 ba丷 bai挀 ban扳 bang邦 bao勹 bei卑 ben奔 beng伻 bi逼 bian边 biao标 bie憋 bin汃 bing冫 bo癶 bu卜 ca擦 cai偲 can参 cang仓 cao撡 ce冊 cen嵾 ceng噌 cha叉',
  'chai芆 chan辿 chang伥 chao抄 che车 chen抻 cheng阷 chi吃 chong充 chou抽 chu出 chuai揣 chuan巛 chuang刅 chui吹 chun旾 chuo逴 ci呲 cong匆 cou凑 cu粗 cuan汆 cui崔 cun邨 cuo搓 da咑',
  'dai呆 dan丹 dang当 dao刀 de嘚 den扥 deng灯 di氐 dia嗲 dian敁 diao刁 die爹 ding丁 diu丟 dong东 dou吺 du厾 duan偳 dui垖 dun吨 duo多 e妸 ei诶 en奀 eng鞥 er儿 fa发 fan帆 fang匚 fei飞',
  'fen分 feng丰 fo仏 fou紑 fu夫 ga旮 gai侅 gan甘 gang冈 gao皋 ge戈 gei给 gen根 geng刯 gong工 gou勾 gu估 gua瓜 guai乖 guan关 guang光 gui归 gun丨 guo呙 ha哈 hai咍 han佄 hang夯 hao茠',
  'he诃 hei黒 hen拫 heng亨 hong叿 hou齁 hu乎 hua花 huai怀 huan欢 huang巟 hui灰 hun昏 huo吙 ji讥 jia加 jian戋 jiang江 jiao艽 jie阶 jin巾 jing坕 jiong冂 jiu丩 ju凥 juan姢 jue噘 jun军',
  'ka咔 kai开 kan刊 kang忼 kao尻 ke匼 kei剋 ken肎 keng劥 kong空 kou抠 ku刳 kua夸 kuai蒯 kuan宽 kuang匡 kui亏 kun坤 kuo扩 la垃 lai来 lan兰 lang啷 lao捞 le仂 lei雷 leng塄 li哩 lia俩',
  'lian奁 liang良 liao撩 lie毟 lin拎 ling伶 liu溜 long龙 lou瞜 lu噜 lv驴 luan娈 lun抡 luo啰 m呣 ma妈 mai埋 man嫚 mang牤 mao猫 me嚒 mei坆 men椚 meng擝 mi咪 mian宀 miao喵 mie吀 min民',
  'ming名 miu谬 mo摸 mou哞 mu毪 na拏 nai腉 nan囡 nang囔 nao孬 ne疒 nei娞 nen恁 neng能 ng嗯 ni妮 nian拈 niang娘 niao鸟 nie捏 nin囜 ning宁 niu妞 nong农 nou羺 nu奴 nv女 nuan奻 nuo挪 o噢',
  'ou讴 pa妑 pai拍 pan眅 pang乓 pao抛 pei呸 pen喷 peng匉 pi丕 pian囨 piao剽 pie氕 pin姘 ping乒 po钋 pou剖 pu仆 qi七 qia掐 qian千 qiang呛 qiao悄 qie苆 qin亲 qing靑 qiong卭 qiu丘 qu区',
  'quan奍 que炔 qun夋 ran呥 rang穣 rao娆 re惹 ren人 reng扔 ri日 rong戎 rou禸 ru邚 ruan堧 rui桵 run闰 ruo捼 sa仨 sai毢 san三 sang桒 sao掻 se閪 sen森 seng僧 sha杀 shai筛 shan山',
  'shang伤 shao弰 she奢 shen申 sheng升 shi尸 shou収 shu书 shua刷 shuai衰 shuan闩 shuang双 shui脽 shun吮 shuo说 si厶 song忪 sou凁 su苏 suan狻 sui夊 sun孙 suo唆 ta他 tai囼 tan坍',
  'tang汤 tao夲 te忑 teng熥 ti剔 tian天 tiao旫 tie帖 ting厅 tong炵 tou偷 tu凸 tuan湍 tui推 tun吞 tuo乇 wa屲 wai歪 wan弯 wang尢 wei危 wen昷 weng翁 wo挝 wu乌 xi夕 xia呷 xian仙 xiang乡',
  'xiao灱 xie些 xin心 xing星 xiong凶 xiu休 xu吁 xuan吅 xue疶 xun坃 ya丫 yan恹 yang央 yao幺 ye倻 yi一 yin囙 ying应 yo哟 yong佣 you优 yu込 yuan囦 yue曰 yun晕 za帀 zai災 zan兂 zang匨',
  'zao傮 ze则 zei贼 zen怎 zeng囎 zha扎 zhai夈 zhan枬 zhang张 zhao佋 zhe蜇 zhen贞 zheng凧 zhi之 zhong中 zhou州 zhu朱 zhua抓 zhuai跩 zhuan专 zhuang妆 zhui隹 zhun宒 zhuo拙 zi孜',
  'zong宗 zou邹 zu租 zuan钻 zui厜 zun尊 zuo嘬',
].flatMap((line) => line.split(' ').map((border) => ({ syllable: border.slice(0, -1), first: border.slice(-1) })));

/** Where a surname is read otherwise than the character, the reading of its bearers first; whoever reads it as the character finds it, too. */
const SURNAMES: Readonly<Record<string, readonly string[]>> = {
  曾: ['zeng', 'ceng'], 单: ['shan', 'dan'], 仇: ['qiu', 'chou'], 解: ['xie', 'jie'], 查: ['zha', 'cha'], 区: ['ou', 'qu'], 朴: ['piao', 'pu'], 乐: ['yue', 'le'], 盖: ['ge', 'gai'],
  任: ['ren'], 华: ['hua'], 覃: ['qin', 'tan'], 缪: ['miao', 'mou'], 尉: ['wei', 'yu'], 冼: ['xian'], 翟: ['zhai', 'di'], 洗: ['xian', 'xi'], 隗: ['wei', 'kui'], 种: ['chong', 'zhong'],
  折: ['she', 'zhe'], 召: ['shao', 'zhao'], 逄: ['pang'], 万: ['wan'], 宁: ['ning'], 员: ['yun', 'yuan'], 牟: ['mu', 'mou'], 郇: ['xun', 'huan'], 秘: ['bi', 'mi'], 繁: ['po', 'fan'],
  薄: ['bo', 'bao'], 柏: ['bai', 'bo'], 卜: ['bu', 'bo'], 谌: ['chen', 'shen'], 车: ['che', 'ju'], 祭: ['zhai', 'ji'], 句: ['gou', 'ju'], 黑: ['he', 'hei'], 哈: ['ha'], 石: ['shi'], 佴: ['nai', 'er'],
  钭: ['tou', 'dou'], 撒: ['sa'], 眭: ['sui'], 瞿: ['qu'], 芮: ['rui'], 訾: ['zi'], 幺: ['yao'], 那: ['na'], 曲: ['qu'], 燕: ['yan'], 应: ['ying'], 纪: ['ji'], 过: ['guo'], 葛: ['ge'], 俞: ['yu'],
};
const DOUBLE_SURNAMES: Readonly<Record<string, readonly string[]>> = {
  尉迟: ['yuchi', 'weichi'], 万俟: ['moqi', 'wansi'], 长孙: ['zhangsun', 'changsun'], 单于: ['chanyu', 'shanyu', 'danyu'], 澹台: ['tantai', 'dantai'], 鲜于: ['xianyu'], 令狐: ['linghu'], 呼延: ['huyan'],
};
/** Characters of given names that are read in two ways. */
const TWO_READINGS: Readonly<Record<string, readonly string[]>> = {
  乐: ['le', 'yue'], 茜: ['qian', 'xi'], 朝: ['chao', 'zhao'], 长: ['chang', 'zhang'], 行: ['xing', 'hang'], 重: ['chong', 'zhong'], 晟: ['sheng', 'cheng'], 娜: ['na', 'nuo'], 蔚: ['wei', 'yu'],
  拓: ['tuo', 'ta'], 颉: ['jie', 'xie'], 柏: ['bai', 'bo'], 藏: ['cang', 'zang'], 曾: ['zeng', 'ceng'], 单: ['dan', 'shan'], 强: ['qiang'], 莎: ['sha', 'suo'], 都: ['du', 'dou'], 卡: ['ka', 'qia'], 系: ['xi', 'ji'],
  的: ['de', 'di'], 提: ['ti', 'di'], 翟: ['zhai', 'di'], 参: ['can', 'shen'], 传: ['chuan', 'zhuan'], 阿: ['a', 'e'], 说: ['shuo', 'yue'], 洗: ['xi', 'xian'], 解: ['jie', 'xie'], 露: ['lu'], 绿: ['lv', 'lu'],
};
/** Readings of one name that are kept: what is beyond them nobody types. */
const MOST_READINGS = 8;

const byPinyin = new Intl.Collator('zh-Hans-CN-u-co-pinyin');

function syllableOf(character: string): string {
  if (!/\p{Script=Han}/u.test(character)) return '';
  let low = 0;
  let high = BORDERS.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (byPinyin.compare(character, BORDERS[middle]?.first ?? '') >= 0) low = middle;
    else high = middle - 1;
  }
  return BORDERS[low]?.syllable ?? '';
}

/** All readings of a name, syllable by syllable; the usual one first. ü is typed v and, as in passports, yu. */
function readingsOf(characters: readonly string[]): string[][] {
  const double = DOUBLE_SURNAMES[characters.slice(0, 2).join('')];
  const choices = characters.slice(double === undefined ? 0 : 2).map((character, place) => {
    const read = (double === undefined && place === 0 ? SURNAMES : TWO_READINGS)[character] ?? [syllableOf(character)];
    return read.flatMap((syllable) => (syllable === 'lv' || syllable === 'nv' ? [syllable, `${syllable.charAt(0)}yu`] : [syllable]));
  });
  const start = double?.map((read) => [...(read.match(SYLLABLE) ?? [read])]) ?? [[]];
  return choices.reduce<string[][]>((found, choice) => choice.flatMap((syllable) => found.map((before) => (syllable === '' ? before : [...before, syllable]))).slice(0, MOST_READINGS), start);
}
/** Parts the double surnames above into their two syllables. */
const SYLLABLE = /^(?:yu|wei|mo|wan|zhang|chang|chan|shan|dan|tan|xian|ling|hu)|.+/gu;

/**
 * What a name is searched by beside itself: pinyin, its initials, and the surname with the initials of the rest (`zhangsf`), of the Latin letters where the
 * hospital sends them and of the characters in all their readings.
 * @param personName a DICOM person name, alphabetic=ideographic=phonetic (PS3.5 6.2.1); @returns lower case words, each once
 */
export function nameSearchWords(personName: string): string[] {
  const [alphabetic = '', ideographic = ''] = /\p{Script=Han}/u.test(personName.split('=')[0] ?? '') ? ['', personName.split('=')[0]] : personName.split('=');
  const latin = alphabetic.toLowerCase().replaceAll('ü', 'v').split(/[\^\s\-']+/u).filter((part) => /^[a-z]+$/u.test(part));
  const characters = Array.from((ideographic ?? '').replaceAll(/[\^\s]/gu, ''));
  const readings = readingsOf(characters);
  const initials = (syllables: readonly string[]) => syllables.map((syllable) => syllable.charAt(0)).join('');
  const surnameLength = DOUBLE_SURNAMES[characters.slice(0, 2).join('')] === undefined ? 1 : 2;
  const words = [
    initials(latin),
    ...readings.flatMap((syllables) => [syllables.join(''), initials(syllables)]),
    // Of two syllables the whole begins so anyway.
    ...readings.filter(({ length }) => length > surnameLength + 1).map((syllables) => `${syllables.slice(0, surnameLength).join('')}${initials(syllables.slice(surnameLength))}`),
  ];
  return [...new Set(words.filter((word) => word.length > 1))];
}
