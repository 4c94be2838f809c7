import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { ownArguments, readStartOptions } from '#main/hosts/electron/start-arguments.ts';
import { StartOptionsError } from '#main/platform/start-options.ts';

const entryFile = resolve('/opt/tongyue/out/main/electron.js');

test('what stands behind the script is ours, what stands before it is not', () => {
  const argv = ['/opt/electron', '--inspect=0', '-r', '/tmp/loader.js', entryFile, '--profile', '/data/seat'];
  expect(ownArguments({ argv, isPackaged: false, entryFile })).toEqual(['--profile', '/data/seat']);
});

test('a folder above the script is an application path as well', () => {
  const argv = ['/opt/electron', '/opt/tongyue', '--demo'];
  expect(ownArguments({ argv, isPackaged: false, entryFile })).toEqual(['--demo']);
});

test('a packaged program has no script among its arguments', () => {
  const argv = ['/usr/bin/tongyue', '--profile', '/opt/tongyue', '--no-demo'];
  expect(ownArguments({ argv, isPackaged: true, entryFile })).toEqual(['--profile', '/opt/tongyue', '--no-demo']);
});

test('switches of Chromium and of the system are passed over', () => {
  const argv = ['/usr/bin/tongyue', '--no-sandbox', '--ozone-platform=wayland', '-psn_0_4711', '--lang', 'en'];
  expect(ownArguments({ argv, isPackaged: true, entryFile })).toEqual(['--lang', 'en']);
});

test('a packaged program refuses a debugger by its name', () => {
  const argv = ['/usr/bin/tongyue', '--remote-debugging-port=9222'];
  expect(() => readStartOptions({ argv, isPackaged: true, entryFile }, {})).toThrow(/remote-debugging-port/);
});

test('a mistyped option is refused', () => {
  const argv = ['/usr/bin/tongyue', '--no-sandbox-at-all'];
  expect(() => readStartOptions({ argv, isPackaged: true, entryFile }, {})).toThrow(StartOptionsError);
});

test('a program without a window is the business of the other host', () => {
  const argv = ['/usr/bin/tongyue', '--no-window'];
  expect(() => readStartOptions({ argv, isPackaged: true, entryFile }, {})).toThrow(/npm start -- --no-window/);
});
