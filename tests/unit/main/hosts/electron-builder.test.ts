import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

const root = new URL('../../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

interface BuilderConfiguration {
  readonly electronVersion: string;
  readonly publish: null;
  readonly npmRebuild: boolean;
  readonly asar: boolean;
  readonly asarUnpack: readonly string[];
  readonly files: readonly string[];
  readonly electronFuses: Readonly<Record<string, boolean>>;
  readonly directories: { readonly buildResources: string };
  readonly win: PlatformConfiguration;
  readonly linux: PlatformConfiguration;
  readonly mac: PlatformConfiguration;
}
interface PlatformConfiguration {
  readonly icon: string;
  readonly files: readonly string[];
  readonly target: readonly { readonly target: string; readonly arch: readonly string[] }[];
}

// The reader that electron-builder itself uses.
const { load } = createRequire(import.meta.url)('js-yaml') as { readonly load: (text: string) => unknown };
const configuration = load(read('electron-builder.yml')) as BuilderConfiguration;
const packageJson = JSON.parse(read('package.json')) as {
  readonly main: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

test('a packaged program is no Node, takes no debugger and runs only what was packed', () => {
  expect(configuration.electronFuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  });
  expect(configuration.asar).toBe(true);
});

test('nothing is published, and nothing looks for updates', () => {
  expect(configuration.publish).toBeNull();
  expect(Object.keys(packageJson.devDependencies)).not.toContain('electron-updater');
});

test('the Electron that is packed is the Electron that we compile against', () => {
  expect(configuration.electronVersion).toBe(packageJson.devDependencies['electron']);
});

test('only the database travels as a package, with the one binary of its platform unpacked', () => {
  expect(Object.keys(packageJson.dependencies)).toEqual(['better-sqlite3', 'koffi']);
  expect(configuration.npmRebuild).toBe(false);
  expect(configuration.asarUnpack).toEqual(['node_modules/better-sqlite3/prebuilds/*.node', 'node_modules/@koromix/**/*.node']);
  expect(configuration.linux.files).toContain('!node_modules/better-sqlite3/prebuilds/!(linux-${arch}.node)');
  expect(configuration.win.files).toContain('!node_modules/better-sqlite3/prebuilds/!(win32-${arch}.node)');
  expect(configuration.mac.files).toContain('!node_modules/better-sqlite3/prebuilds/!(darwin-${arch}.node)');
});

test('only built files are packed, without maps and without the Node of our scripts', () => {
  const wanted = configuration.files.filter((pattern) => !pattern.startsWith('!'));
  expect(wanted).toEqual(['package.json', 'out/main/**', 'out/renderer/**', 'out/resources/**']);
  expect(packageJson.main).toBe('out/main/electron.js');
  expect(configuration.files).toContain('!**/*.map');
  const excluded = configuration.files.find((pattern) => pattern.startsWith('!node_modules/node-{'));
  for (const name of Object.keys(packageJson.optionalDependencies)) {
    expect(excluded).toContain(/^node-(linux|win|bin-darwin)-/.exec(name)?.[1]);
  }
});

test('installers are made for the machines of the alliance', () => {
  const targets = (platform: PlatformConfiguration) => platform.target.map(({ target, arch }) => `${target} ${arch.join(' ')}`);
  expect(targets(configuration.win)).toEqual(['nsis x64', 'msi x64']);
  expect(targets(configuration.linux)).toEqual(['AppImage x64 arm64', 'deb x64 arm64']);
  expect(targets(configuration.mac)).toEqual(['dmg arm64 x64']);
});

test('the icon is there, square and large enough for every platform', () => {
  for (const { icon } of [configuration.win, configuration.linux, configuration.mac]) {
    const file = new URL(`${configuration.directories.buildResources}/${icon}`, root);
    const png = readFileSync(file);
    // PNG: the first chunk is IHDR; width and height are its first two numbers, at byte 16 and 20.
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1024, 1024]);
    expect(statSync(file).size).toBeLessThan(100_000);
  }
});
