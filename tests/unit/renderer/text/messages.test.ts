import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ERROR_CODES } from '#shared/errors/error-code.ts';
import { MESSAGES_EN, MESSAGES_ZH_CN, type MessageKey } from '#renderer/text/catalogue.ts';
import { placesIn } from '#renderer/text/fill-sentence.ts';
import { createTextEngine, translateWith } from '#renderer/text/text-engine.ts';

const RENDERER = fileURLToPath(new URL('../../../../renderer', import.meta.url));
const zhCn: Readonly<Record<string, string>> = MESSAGES_ZH_CN;
const keys = Object.keys(zhCn);

/** English forms of a key: itself, or singular and plural. */
function englishForms(key: string): readonly string[] {
  return [key, `${key}_one`, `${key}_other`].filter((form) => MESSAGES_EN[form] !== undefined);
}

function sources(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === 'messages' ? [] : sources(path);
    return /\.tsx?$/.test(name) ? [readFileSync(path, 'utf8')] : [];
  });
}
const source = sources(RENDERER).join('\n');
/** Beginnings of keys that are put together in the sources, such as `error.${code}`. */
const families = [...source.matchAll(/`([a-z]+(?:[.-][a-z0-9-]+)*\.)\$\{/g)].map((match) => match[1] ?? '');

describe('the two languages', () => {
  test('say the same things', () => {
    expect(keys.filter((key) => englishForms(key).length === 0)).toEqual([]);
  });

  test('have no key of their own', () => {
    const known = new Set(keys);
    expect(Object.keys(MESSAGES_EN).filter((key) => !known.has(key) && !known.has(key.replace(/_(one|other)$/, '')))).toEqual([]);
  });

  test('count in singular and plural, or not at all', () => {
    expect(keys.filter((key) => englishForms(key).length === 2 && englishForms(key)[0] !== `${key}_one`)).toEqual([]);
    expect(keys.filter((key) => englishForms(key).length === 3)).toEqual([]);
    expect(keys.filter((key) => englishForms(key).length === 1 && englishForms(key)[0] !== key)).toEqual([]);
  });

  test('have places for the same facts', () => {
    const differing = keys.filter((key) => {
      const chinese = placesIn(zhCn[key] ?? '').toSorted().join();
      return englishForms(key).some((form) => placesIn(MESSAGES_EN[form] ?? '').toSorted().join() !== chinese);
    });
    expect(differing).toEqual([]);
  });

  test('are never empty', () => {
    expect([...Object.entries(zhCn), ...Object.entries(MESSAGES_EN)].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('have balanced braces and brackets', () => {
    const crooked = [...Object.entries(zhCn), ...Object.entries(MESSAGES_EN)].filter(([, text]) => {
      const rest = text.replace(/\[([^[\]]*\{\{\w+\}\}[^[\]]*)\]/g, '$1').replace(/\{\{\w+\}\}/g, '');
      return /[{}[\]]/.test(rest);
    });
    expect(crooked).toEqual([]);
  });
});

describe('the sources', () => {
  test('use every key', () => {
    // What stands between two quotes, whichever they are.
    const quoted = new Set(source.split(/['"]/u));
    const unused = keys.filter((key) => !quoted.has(key) && !families.some((family) => key.startsWith(family)));
    expect(unused).toEqual([]);
  });

  test('name no key that is not there', () => {
    const named = [...source.matchAll(/\bt\(\s*'([^']+)'/g)].map((match) => match[1] ?? '');
    expect(named.filter((key) => zhCn[key] === undefined)).toEqual([]);
  });
});

describe('house wording', () => {
  test('Chinese avoids the words that say nothing', () => {
    const banned = /请稍候|操作成功|未知错误|系统异常|网络异常|抱歉|！|!/;
    expect(Object.entries(zhCn).filter(([, text]) => banned.test(text))).toEqual([]);
  });

  test('no jargon of ours is on the page', () => {
    expect(Object.entries(zhCn).filter(([, text]) => /UID|STOW|WADO|QIDO|缓存|outbox/i.test(text))).toEqual([]);
  });
});

describe('every error code', () => {
  test.each(ERROR_CODES)('%s says what happened and what to do in both languages', (code) => {
    for (const language of ['zh-CN', 'en'] as const) {
      const t = translateWith(createTextEngine(language));
      const lines = t(`error.${code}` as MessageKey).split('\n');
      expect(lines).toHaveLength(2);
      expect(lines.every((line) => line.length > 2)).toBe(true);
    }
  });

  test.each(ERROR_CODES)('%s without facts prints no brace, bracket or dangling punctuation', (code) => {
    for (const language of ['zh-CN', 'en'] as const) {
      const t = translateWith(createTextEngine(language));
      const [title = ''] = t(`error.${code}` as MessageKey).split('\n');
      expect(title).not.toMatch(/[{}[\]“”]|undefined|^[\s，：:]|[\s，：:（(]$|\s{2}/);
    }
  });
});
