import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const renderer = fileURLToPath(new URL('../../../renderer', import.meta.url));

/** Ways in which a text becomes markup or code. */
const WAYS = /dangerouslySetInnerHTML|\.innerHTML\b|\.outerHTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function\(|setTimeout\(['"`]|srcdoc|createContextualFragment|DOMParser/;

test('no text ever becomes markup or code in the page, whoever wrote it: an SR, a name, a template', () => {
  const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
  expect(files.length).toBeGreaterThan(200);
  expect(files.filter((name) => WAYS.test(readFileSync(join(renderer, name), 'utf8')))).toEqual([]);
  expect(WAYS.test('element.innerHTML = name')).toBe(true);
});
