import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { defaultProfileFolder, parseStartOptions, START_OPTION_NAMES } from '#main/platform/start-options.ts';

describe('the command line', () => {
  test('without anything: the default profile, a window, any free port, whatever the profile knows of the demo', () => {
    expect(parseStartOptions([], { XDG_DATA_HOME: '/data' })).toMatchObject({ sites: [], since: undefined, demo: undefined, openWindow: true, port: 0 });
  });

  test('names several hospitals', () => {
    const { sites } = parseStartOptions(['--site', '云岫县人民医院=http://10.0.0.1/dicom-web/', '--site', '青岭=https://q/dw']);
    expect(sites).toEqual([
      { name: '云岫县人民医院', url: 'http://10.0.0.1/dicom-web' },
      { name: '青岭', url: 'https://q/dw' },
    ]);
  });

  test('an equals sign in the address belongs to the address', () => {
    expect(parseStartOptions(['--site', 'A=http://h/x?a=b']).sites[0]?.url).toBe('http://h/x?a=b');
  });

  test.each([
    [['--site', 'http://h/'], 'NAME=URL'],
    [['--site', 'A=ftp://h/'], 'not an http'],
    [['--since', '2026-02-30'], '--since'],
    [['--port', '70000'], '--port'],
    [['--lang', 'de'], '--lang'],
    [['--audit-syslog', 'syslog://h:514'], 'tls://'],
    [['--audit-authority', '/nowhere.pem'], '--audit-authority'],
    [['--nonsense'], 'nonsense'],
  ])('%j is refused with a sentence that names it', (args, words) => {
    expect(() => parseStartOptions(args)).toThrow(words);
  });

  test('both ways of writing a date are understood', () => {
    expect(parseStartOptions(['--since', '20261101']).since).toEqual({ kind: 'date', date: '2026-11-01' });
    expect(parseStartOptions(['--since', 'all']).since).toEqual({ kind: 'all' });
  });

  test('the help page explains every option', () => {
    const help = readFileSync(new URL('../../../../main/start-help.txt', import.meta.url), 'utf8');
    for (const name of START_OPTION_NAMES) expect(help).toContain(`--${name}`);
  });
});

test.each([
  ['win32', { LOCALAPPDATA: 'C:\\Users\\lin\\AppData\\Local' }, /Tongyue$/],
  ['linux', { XDG_DATA_HOME: '/home/lin/.local/share' }, /^\/home\/lin\/\.local\/share\/tongyue$/],
] as const)('on %s a profile lies where the system keeps application data', (platform, environment, expected) => {
  expect(defaultProfileFolder(platform, environment)).toMatch(expected);
});
