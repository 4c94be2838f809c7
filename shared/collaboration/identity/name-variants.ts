/**
 * Characters of names that are written in two ways: old and new form, variant and standard form (of the list of 2013 and the tables before it), and the
 * popular short forms of surnames. Each pair is variant and standard. What merely sounds alike is not here.
 */
const PAIRS = `
趙赵 劉刘 陳陈 張张 楊杨 黃黄 吳吴 孫孙 馬马 鄭郑 謝谢 許许 鄧邓 馮冯 蕭萧 韓韩 葉叶 蘇苏 盧卢 蔣蒋 賈贾 閻阎 闫阎 付傅 肖萧 丘邱 於于 錢钱 湯汤 羅罗 範范 齊齐 龍龙 譚谭 鄒邹 鐘钟 鍾钟 陸陆 顧顾 賴赖 龔龚 嚴严 萬万 喬乔 歐欧 寧宁 關关 費费 畢毕
衛卫 溫温 鮑鲍 龐庞 聶聂 嶽岳 偉伟 煒炜 麗丽 蘭兰 榮荣 國国 華华 軍军 紅红 強强 珮佩 珎珍 昇升 陞升 喆哲 甦苏 崐昆 崑昆 堃坤 峯峰 羣群 勳勋 勛勋 濶阔 脩修 迺乃 淨净 晧皓 鳳凤 雲云 東东 貴贵 慶庆 愛爱 蓮莲 連连 靜静 豔艳 艷艳 鷰燕
鋼钢 鐵铁 銀银 鎖锁 寶宝 寳宝 壽寿 學学 義义 禮礼 蘊蕴 瑩莹 穎颖 頴颖 賢贤 遠远 達达 進进 運运 聰聪 聲声 誠诚 傑杰 潔洁 㛃洁 絜洁 雙双 維维 綱纲 緒绪 縈萦 繼继 續续 勝胜 興兴 舉举 豐丰 莊庄 錦锦 鈞钧 銘铭 長长 順顺 領领 飛飞
`.trim().split(/\s+/u).map((pair) => Array.from(pair)).filter(([one, other]) => one !== other);

const STANDARD: ReadonlyMap<string, string> = new Map(PAIRS.map(([variant = '', standard = '']) => [variant, standard]));

/** A name in standard characters: 趙守田 as 赵守田. */
export function standardName(name: string): string {
  return Array.from(name, (character) => STANDARD.get(character) ?? character).join('');
}
