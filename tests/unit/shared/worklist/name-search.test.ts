import { expect, test } from 'vitest';
import { nameSearchWords } from '#shared/worklist/name-search.ts';

test.each([
  ['Zhang^San=张^三', ['zs', 'zhangsan']],
  ['张^三', ['zhangsan', 'zs']],
  ['=张三', ['zhangsan', 'zs']],
  ['Ouyang^Na Na', ['onn']],
  ['单^守田', ['shanshoutian', 'sst']],
  ['曾^庆红', ['zengqinghong', 'zqh']],
  ['吕^秀芝', ['lvxiuzhi', 'lxz']],
  ['SMITH^JOHN', ['sj']],
  ['', []],
  ['^^', []],
])('%s is found by %j', (name, words) => {
  expect(nameSearchWords(name)).toEqual(words);
});

test('the hundred most frequent surnames are read as their bearers read them', () => {
  const read = (characters: string) => Array.from(characters, (character) => nameSearchWords(`${character}三`)[0]?.slice(0, -3)).join(' ');
  expect(read('王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗')).toBe('wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo');
  expect(read('梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕')).toBe('liang song zheng xie han tang feng yu dong xiao cheng cao yuan deng xu fu shen zeng peng lv');
  expect(read('苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜')).toBe('su lu jiang cai jia ding wei xue ye yan yu pan du dai xia zhong wang tian ren jiang');
});
