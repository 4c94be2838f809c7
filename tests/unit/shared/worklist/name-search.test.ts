import { expect, test } from 'vitest';
import { nameSearchWords } from '#shared/worklist/name-search.ts';

test.each([
  ['Zhang^San=张^三', ['zs', 'zhangsan']],
  ['张^三', ['zhangsan', 'zs']],
  ['=张三', ['zhangsan', 'zs']],
  ['Ouyang^Na Na', ['onn']],
  ['单^守田', ['shanshoutian', 'sst', 'danshoutian', 'dst', 'shanst', 'danst']],
  ['曾^庆红', ['zengqinghong', 'zqh', 'cengqinghong', 'cqh', 'zengqh', 'cengqh']],
  ['吕^秀芝', ['lvxiuzhi', 'lxz', 'lyuxiuzhi', 'lvxz', 'lyuxz']],
  ['张^三丰', ['zhangsanfeng', 'zsf', 'zhangsf']],
  ['尉迟^恭', ['yuchigong', 'ycg', 'weichigong', 'wcg']],
  ['尉迟^敬德', ['yuchijingde', 'ycjd', 'weichijingde', 'wcjd', 'yuchijd', 'weichijd']],
  ['Lü^Bu', ['lb']],
  ['SMITH^JOHN', ['sj']],
  ['', []],
  ['^^', []],
])('%s is found by %j', (name, words) => {
  expect(nameSearchWords(name)).toEqual(words);
});

test.each([
  ['单', 'shan dan'], ['曾', 'zeng ceng'], ['仇', 'qiu chou'], ['解', 'xie jie'], ['区', 'ou qu'], ['翟', 'zhai di'], ['查', 'zha cha'], ['朴', 'piao pu'], ['盖', 'ge gai'], ['覃', 'qin tan'], ['员', 'yun yuan'],
  ['欧阳', 'ouyang'], ['尉迟', 'yuchi weichi'], ['万俟', 'moqi'], ['长孙', 'zhangsun changsun'], ['吕', 'lv lyu'],
])('%s is found by whoever reads it %s', (surname, readings) => {
  for (const reading of readings.split(' ')) expect(nameSearchWords(`${surname}^三`)).toContain(`${reading}san`);
});

test('a long name of a minority is found by its syllables, its dot does not part it, and its readings stay few', () => {
  const words = nameSearchWords('阿卜杜热西提·买买提');
  expect(words).toContain('abudurexitimaimaiti');
  expect(words).toContain('abdrxtmmt');
  expect(words.length).toBeLessThanOrEqual(24);
});

test('the hundred most frequent surnames are read as their bearers read them', () => {
  const read = (characters: string) => Array.from(characters, (character) => nameSearchWords(`${character}三`)[0]?.slice(0, -3)).join(' ');
  expect(read('王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗')).toBe('wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo');
  expect(read('梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕')).toBe('liang song zheng xie han tang feng yu dong xiao cheng cao yuan deng xu fu shen zeng peng lv');
  expect(read('苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜')).toBe('su lu jiang cai jia ding wei xue ye yan yu pan du dai xia zhong wang tian ren jiang');
});
