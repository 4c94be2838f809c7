import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { billOfMaterials, licenceTexts, readAdvisories } from '#main/supply-chain.mjs';

const read = (file: string) => readFileSync(fileURLToPath(new URL(`../../../../${file}`, import.meta.url)), 'utf8');
const lockfile = JSON.parse(read('package-lock.json')) as { readonly packages: Record<string, { readonly name?: string; readonly version?: string; readonly integrity?: string; readonly resolved?: string; readonly link?: boolean }> };
const installed = Object.entries(lockfile.packages).filter(([folder]) => folder !== '');

test('the lockfile names no address, and a digest for every package', () => {
  expect(installed.length).toBeGreaterThan(300);
  expect(installed.filter(([, entry]) => entry.resolved !== undefined).map(([folder]) => folder)).toEqual([]);
  expect(installed.filter(([, entry]) => entry.integrity === undefined && entry.link !== true).map(([folder]) => folder)).toEqual([]);
});

test('the bill of materials names every package of the lockfile in its version, with its digest', () => {
  const bill = billOfMaterials();
  expect(bill.bomFormat).toBe('CycloneDX');
  const named = new Map(bill.components.map((component) => [decodeURIComponent(component.purl), component]));
  // A package under another name stands in the lockfile with its own.
  const expected = installed.map(([folder, { name, version }]) => `pkg:npm/${name ?? folder.split('node_modules/').at(-1) ?? ''}@${version ?? ''}`);
  expect([...new Set(expected)].filter((purl) => !named.has(purl))).toEqual([]);
  expect([...named.values()].filter(({ hashes }) => hashes === undefined).map(({ purl }) => purl)).toEqual([]);
});

test('every package that we name ourselves has its reason in CONTRIBUTING.md', () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
  const reasons = read('CONTRIBUTING.md');
  const table = reasons.slice(reasons.indexOf('## Dependencies'));
  // A row names a scope once and then its packages; types belong to the package that they describe.
  const isNamed = (name: string) => name.startsWith('@types/') || table.includes(name) || (name.includes('/') && table.includes(name.split('/')[1] ?? '') && table.includes(name.split('/')[0] ?? ''));
  expect(Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter((name) => !isNamed(name))).toEqual([]);
});

test('the licences of what is packed are there, each text once', () => {
  const texts = licenceTexts();
  for (const name of ['react 1', 'better-sqlite3', 'pdfkit', '@cornerstonejs/core']) expect(texts).toContain(name);
  expect(texts.match(/Permission is hereby granted, free of charge/g)?.length).toBeGreaterThan(20);
});

test('advisories that cannot be asked for are not called none', () => {
  expect(readAdvisories('').status).toBe('unknown');
  expect(readAdvisories('{"message":"405 Method Not Allowed"}').status).toBe('unknown');
  expect(readAdvisories('{"vulnerabilities":{}}').status).toBe('none');
  expect(readAdvisories('{"vulnerabilities":{"left-pad":{"name":"left-pad","severity":"high","range":"<1.3.0","fixAvailable":false}}}')).toEqual({ status: 'some', lines: ['high: left-pad <1.3.0, no fix yet'] });
});
