import { describe, expect, test } from 'vitest';
import { characterSetOf } from '#shared/dicom/values/character-set.ts';
import { repairOf } from '#shared/dicom/values/text-repair.ts';
import { encodeGb18030, encodeLatin1 } from '#tests/support/encode-chinese.ts';

const latin1 = characterSetOf(['ISO_IR 100']);
const undeclared = characterSetOf([]);
const utf8Bytes = (text: string) => new TextEncoder().encode(text);

const CHINESE = [
  '赵守田', '赵^守田', '王^小东', '李^明', '张^三', '欧阳^修', '司马^相如', '刘^德华', '陈^静', '杨^洋', '黄^河', '周^杰伦', '吴^昊', '徐^志摩',
  '孙^悟空', '马^超', '朱^元璋', '胡^适', '郭^沫若', '何^仙姑', '高^翔', '林^黛玉', '罗^贯中', '郑^成功', '梁^山伯', '谢^安', '宋^江', '唐^伯虎',
  '许^仙', '韩^信', '冯^巩', '邓^稼先', '曹^雪芹', '彭^德怀', '曾^国藩', '萧^红', '田^汉', '董^永', '潘^长江', '袁^隆平',
  '某县人民医院', '胸部CT平扫', '头颅MRI平扫+增强', '腰椎正侧位', 'CT检查室2', '左侧股骨（正位）', '双肺纹理增多，未见实变。', 'ZHAO^SHOUTIAN=赵^守田',
];

const WESTERN = [
  'Buc^Jérôme', 'Müller^Jürgen', 'Äneas^Rüdiger', 'Größe', 'Weiß^Größe', 'Straße', 'Bär^Björn', 'Öztürk^Özgür', 'Çelik^Ayse', 'François^Noël',
  'Lefèvre^Hélène', 'Béziers^Zoé', 'Dupré^Anaïs', 'Garçon^Gaël', 'Châtelet^Émilie du', 'Citroën^André', 'Coeur^Benoît', 'naïveté', 'créée',
  'Núñez^José', 'Ibáñez^Íñigo', 'Peña^María', 'Muñoz^Begoña', 'Gonçalves^João', 'Conceição^Antão', 'Simões^Inês', 'Informações médicas', 'Estômago e intestinos, não',
  'Åström^Åsa', 'Sjögren^Märta', 'Håkansson^Göran', 'Ærø^Søren', 'Jørgensen^Bjørn', 'Næss^Tåsen', 'Hämäläinen^Päivö', 'jäääär', 'JÄÄÄÄR', 'töööö', 'TÖÖÖÖ',
  'Sigurðsson^Þórður', 'Íþróttir', 'Þýskaland', 'Æðey', 'Thorax: 37,5 °C ± 0,2', '5 µm', '«Hôpital»', 'ÉCOLE', 'CRÉÉE', 'GRÖSSE', 'ÄRZTE', 'MÜNCHEN', 'RÉÉDUCATION',
  'T1 ½', '±±', 'cm²', '°°', 'Äöü', 'äöüÄÖÜß', 'éèàç', 'Privé à É. Ölü',
];

describe('a Chinese text that was filed as ISO_IR 100 or without a declaration', () => {
  test.each(CHINESE)('%s is recognised as GB 18030', (text) => {
    expect(repairOf(encodeGb18030(text), latin1, false)).toBe('GB18030');
    expect(repairOf(encodeGb18030(text), undeclared, false)).toBe('GB18030');
  });

  test.each(CHINESE)('%s is recognised as UTF-8', (text) => {
    expect(repairOf(utf8Bytes(text), latin1, false)).toBe('ISO_IR 192');
  });

  test('a given name outside GB 2312 is not recognised alone, but beside a value that proves the point', () => {
    // 玥 is AB 68 and 喆 86 B4 in GBK: not GB 2312.
    const names = ['王^玥', '李^喆'].map(encodeGb18030);
    expect(names.map((bytes) => repairOf(bytes, latin1, false))).toEqual([undefined, undefined]);
    expect(names.map((bytes) => repairOf(bytes, latin1, true))).toEqual(['GB18030', 'GB18030']);
  });

  test('a name of level 2 characters alone is too weak a proof', () => {
    expect(repairOf(encodeGb18030('闫^鑫'), latin1, false)).toBeUndefined();
    expect(repairOf(encodeGb18030('闫^鑫'), latin1, true)).toBe('GB18030');
  });
});

describe('a Western text in ISO_IR 100', () => {
  test.each(WESTERN)('%s stays what it is', (text) => {
    expect(repairOf(encodeLatin1(text), latin1, false)).toBeUndefined();
  });

  test.each(WESTERN.filter((text) => /^[A-Z][a-zà-ÿ]+\^/.test(text)))('%s stays what it is in a data set that is proven to hold Chinese', (text) => {
    expect(repairOf(encodeLatin1(text), latin1, true)).toBeUndefined();
  });

  test.each(['Müller^Jürgen', 'Buc^Jérôme', 'Люксембург', 'Διονύσιος'])('%s that was written as UTF-8 is recognised', (text) => {
    expect(repairOf(utf8Bytes(text), latin1, false)).toBe('ISO_IR 192');
  });
});

describe('what is declared for good', () => {
  test('text in a set that nobody declares by accident is never touched', () => {
    expect(repairOf(encodeGb18030('赵守田'), characterSetOf(['ISO_IR 144']), true)).toBeUndefined();
    expect(repairOf(encodeGb18030('赵守田'), characterSetOf(['GB18030']), true)).toBeUndefined();
  });

  test('valid UTF-8 under ISO_IR 192 is never touched, GB 18030 under ISO_IR 192 is recognised', () => {
    const utf8 = characterSetOf(['ISO_IR 192']);
    expect(repairOf(utf8Bytes('赵守田'), utf8, true)).toBeUndefined();
    expect(repairOf(encodeGb18030('赵守田'), utf8, false)).toBe('GB18030');
  });

  test('a value with escape sequences is never touched', () => {
    expect(repairOf(Uint8Array.of(0x1b, 0x24, 0x29, 0x41, 0xd5, 0xc5), latin1, true)).toBeUndefined();
  });

  test('plain ASCII needs no repair', () => {
    expect(repairOf(encodeLatin1('Zhao^Shoutian'), latin1, true)).toBeUndefined();
  });
});
