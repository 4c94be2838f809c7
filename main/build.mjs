// Builds the program into out/: main and its threads by esbuild, the page by Vite, fonts and resources copied. Plain JavaScript.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'out');
const stampFile = join(out, 'build-stamp');

/** Every entry becomes one file of out/main, beside which its threads find each other. */
const MAIN_ENTRIES = {
  loopback: 'main/hosts/loopback/main.ts',
  electron: 'main/hosts/electron/main.ts',
  'catalogue.worker': 'main/composition/catalogue.worker.ts',
  'packs.worker': 'main/composition/packs.worker.ts',
  'documents.worker': 'main/composition/documents.worker.ts',
  'pictures.worker': 'main/composition/pictures.worker.ts',
  'demo.worker': 'main/composition/demo.worker.ts',
  'demo-scanner.worker': 'main/composition/demo-scanner.worker.ts',
};

/** What goes into the build: when none of it changed, neither did the build. */
const SOURCES = ['main', 'shared', 'renderer', 'resources', 'package-lock.json', 'vite.config.ts', 'tsconfig.base.json'];

const FONTS = {
  'NotoSansSC-Regular.ttf': 'node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  'NotoSansSC-Bold.ttf': 'node_modules/@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
  'OFL.txt': 'node_modules/@expo-google-fonts/noto-sans-sc/LICENSE_FONT',
};

/** Decoders of main's pictures, by the names of shared/dicom/codec/wasm-codecs.ts. The page has its own beside it. */
const CODECS = {
  'jpeg-ls.wasm': 'node_modules/@cornerstonejs/codec-charls/dist/charlswasm_decode.wasm',
  'jpeg-2000.wasm': 'node_modules/@cornerstonejs/codec-openjpeg/dist/openjpegwasm_decode.wasm',
  'high-throughput-jpeg-2000.wasm': 'node_modules/@cornerstonejs/codec-openjph/dist/openjphjs.wasm',
  'jpeg-xl.wasm': 'node_modules/@cornerstonejs/codec-libjxl/dist/jpegxlwasm_decode.wasm',
};

/** Character maps, stand-in fonts and decoders of the PDF reader: read by address when a document needs them. */
const PDF_TABLES = ['cmaps', 'standard_fonts', 'wasm', 'iccs'];

export function isBuilt() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sourceStamp();
}

/** @param {(line: string) => void} say */
export async function build(say = () => {}) {
  const stamp = sourceStamp();
  rmSync(stampFile, { force: true });
  say('building main');
  await buildMain();
  copyMigrations();
  say('building the page');
  await buildPage();
  copyResources();
  writeFileSync(stampFile, stamp);
}

async function buildMain() {
  const { build: esbuild } = await import('esbuild');
  const shared = {
    bundle: true,
    platform: 'node',
    target: 'node22',
    sourcemap: true,
    // The text of a program stays in memory as long as it runs, twice as large where one letter of it is not Latin. Names stay for the log.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
    absWorkingDir: root,
    external: ['electron', 'better-sqlite3', 'koffi'],
    define: { 'process.env.TONGYUE_VERSION': JSON.stringify(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version) },
  };
  rmSync(join(out, 'main'), { recursive: true, force: true });
  await esbuild({
    ...shared,
    entryPoints: MAIN_ENTRIES,
    outdir: join(out, 'main'),
    format: 'esm',
    // Libraries written for CommonJS ask for these.
    banner: {
      js: [
        "import { createRequire as __createRequire } from 'node:module';",
        "import { fileURLToPath as __fileURLToPath } from 'node:url';",
        "import { dirname as __dirnameOf } from 'node:path';",
        'const require = __createRequire(import.meta.url);',
        'const __filename = __fileURLToPath(import.meta.url);',
        'const __dirname = __dirnameOf(__filename);',
      ].join(' '),
    },
  });
  // A sandboxed preload script is one CommonJS file.
  await esbuild({ ...shared, entryPoints: { preload: 'main/hosts/electron/preload.ts' }, outdir: join(out, 'main'), format: 'cjs', outExtension: { '.js': '.cjs' } });
}

function copyMigrations() {
  cpSync(join(root, 'main/database/migrations'), join(out, 'main/migrations'), { recursive: true });
}

async function buildPage() {
  // A program that is started by a test would else build React's development page.
  process.env.NODE_ENV = 'production';
  const { build: vite } = await import('vite');
  await vite({ configFile: join(root, 'vite.config.ts'), logLevel: 'error' });
}

function copyResources() {
  rmSync(join(out, 'resources'), { recursive: true, force: true });
  cpSync(join(root, 'resources'), join(out, 'resources'), { recursive: true });
  mkdirSync(join(out, 'resources/fonts'), { recursive: true });
  for (const [name, source] of Object.entries(FONTS)) {
    if (existsSync(join(root, source))) cpSync(join(root, source), join(out, 'resources/fonts', name));
    else if (name.endsWith('.ttf')) throw new Error(`the font ${source} is missing`);
  }
  mkdirSync(join(out, 'resources/codecs'), { recursive: true });
  for (const [name, source] of Object.entries(CODECS)) cpSync(join(root, source), join(out, 'resources/codecs', name));
  for (const name of PDF_TABLES) cpSync(join(root, 'node_modules/pdfjs-dist', name), join(out, 'resources/pdf', name), { recursive: true });
}

/** @param {readonly string[]} sources files and folders of the project; @returns what changes when one of them does */
export function sourceStamp(sources = SOURCES) {
  const hash = createHash('sha256').update(process.version);
  for (const source of sources) addToStamp(hash, join(root, source));
  return hash.digest('hex');
}

function addToStamp(hash, path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (stat.isDirectory()) for (const name of readdirSync(path).sort()) addToStamp(hash, join(path, name));
  else hash.update(`${relative(root, path)} ${stat.size} ${stat.mtimeMs}\n`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await build((line) => process.stdout.write(`${line}\n`));
}
