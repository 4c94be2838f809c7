/**
 * The walls of the house that the compiler cannot see. `npm run check` runs them; tests/unit/walls plants a breach of each.
 * The order of the layers is the order of the table: a layer may import itself and what stands to its right.
 */
const MAIN_LAYERS = [
  ['hosts'],
  ['composition'],
  ['request-handler', 'county'],
  ['collaboration', 'reports', 'signing', 'documents', 'pictures', 'delivery', 'worklist', 'studies', 'measurements', 'preferences', 'import', 'export', 'hanging', 'people', 'demo'],
  ['coordination'],
  ['retrieval'],
  ['store', 'dicomweb'],
  ['sites', 'audit', 'database', 'part10'],
  ['platform'],
];

/** Inside one layer only these may see each other. */
const MAIN_NEIGHBOURS = {
  reports: ['signing', 'documents', 'delivery', 'measurements', 'studies'],
  worklist: ['studies'],
  collaboration: ['studies'],
  import: ['studies'],
  documents: ['signing'],
  people: ['signing'],
  delivery: ['studies'],
  store: ['dicomweb'],
  sites: ['database'],
  audit: ['database'],
};

const SHARED_LAYERS = [
  ['contract'],
  ['imaging-passport', 'structured-report', 'report', 'worklist', 'hanging', 'ecg'],
  ['collaboration'],
  ['dicom'],
  ['errors', 'people', 'language'],
];

/** A structured report is made of a report; a report may be of an ECG; the figures of a department are held against the promises by which the list is worked off. */
const SHARED_NEIGHBOURS = { 'structured-report': ['report', 'ecg'], report: ['ecg', 'worklist'] };

const RENDERER_LAYERS = [['app'], ['features'], ['imaging', 'ui', 'text'], ['bridge']];

const folder = (root, names) => `^${root}/(${names.join('|')})/`;

function layerRules(root, layers, neighbours = {}) {
  return layers.flatMap((layer, index) =>
    layer.map((name) => {
      const allowed = [name, ...(neighbours[name] ?? []), ...layers.slice(index + 1).flat()];
      return {
        name: `${root}-layers: ${name}`,
        severity: 'error',
        comment: `${root}/${name} may import ${allowed.join(', ')} and shared, nothing above or beside it.`,
        from: { path: `^${root}/${name}/` },
        to: { path: `^${root}/[^/]+/`, pathNot: folder(root, allowed) },
      };
    }),
  );
}

/** Packages that belong to one owner. Types count too: an owner hides its library behind its own words. */
const OWNED_PACKAGES = [
  { packages: 'electron', owners: '^main/hosts/electron/' },
  { packages: 'openid-client', owners: '^main/people/' },
  { packages: 'koffi', owners: '^main/signing/' },
  { packages: 'better-sqlite3', owners: '^main/database/|\\.repository\\.ts$' },
  { packages: 'pg', owners: '^main/coordination/hub/' },
  { packages: 'dicomweb-client', owners: '^main/dicomweb/' },
  { packages: 'dcmjs|dicom-parser', owners: '^(main/part10|renderer/imaging)/' },
  { packages: 'node-forge|sm-crypto-v2|@libpdf/core|@peculiar/(x509|asn1-[^/]+)', owners: '^main/signing/' },
  { packages: 'pdfkit|fontkit|qrcode', owners: '^main/documents/' },
  { packages: '@kitware/vtk.js|@cornerstonejs/(core|tools|metadata|utils|dicom-image-loader|adapters)', owners: '^renderer/imaging/' },
  { packages: 'pdfjs-dist', owners: '^renderer/ui/pdf/' },
  { packages: '@cornerstonejs/codec-[^/]+', owners: '^(renderer/imaging|main/demo|main/pictures)/' },
];

export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', comment: 'Two modules that need each other are one module or three.', from: {}, to: { circular: true } },
    {
      name: 'not-resolvable', severity: 'error', comment: 'An import that leads nowhere.',
      from: {}, to: { couldNotResolve: true, pathNot: '\\?(url|raw|worker)$' },
    },
    {
      name: 'source-never-imports-tests', severity: 'error', comment: 'Tests know the source, never the other way round.',
      from: { pathNot: '^tests/' }, to: { path: '^tests/' },
    },
    {
      name: 'shared-runs-anywhere', severity: 'error', comment: 'shared/ may import shared/, zod and @orpc/contract.',
      from: { path: '^shared/' }, to: { pathNot: '^shared/|(^|(^|/)node_modules/)(zod|@orpc/contract)(/|$)' },
    },
    {
      name: 'main-never-sees-the-page', severity: 'error', comment: 'main/ serves the page through the contract.',
      from: { path: '^main/' }, to: { path: '^renderer/' },
    },
    {
      name: 'page-runs-in-a-page', severity: 'error', comment: 'renderer/ has no Node, no Electron and no main/.',
      from: { path: '^renderer/' }, to: { path: '^main/' },
    },
    {
      name: 'page-has-no-node', severity: 'error', comment: 'renderer/ has no Node.',
      from: { path: '^renderer/' }, to: { dependencyTypes: ['core'], pathNot: '^events$' },
    },
    {
      name: 'features-are-strangers', severity: 'error', comment: 'A feature never imports another feature; lift what both need into ui, imaging, text or bridge.',
      from: { path: '^renderer/features/([^/]+)/' }, to: { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
    },
    {
      name: 'electron-host-stays-thin', severity: 'error', comment: 'The Electron host and the loopback host never see each other.',
      from: { path: '^main/hosts/([^/]+)/' }, to: { path: '^main/hosts/', pathNot: '^main/hosts/$1/' },
    },
    ...layerRules('main', MAIN_LAYERS, MAIN_NEIGHBOURS),
    ...layerRules('shared', SHARED_LAYERS, SHARED_NEIGHBOURS),
    ...layerRules('renderer', RENDERER_LAYERS, { imaging: [], ui: ['text'], features: [] }),
    ...OWNED_PACKAGES.map(({ packages, owners }) => ({
      name: `owned: ${packages}`,
      severity: 'error',
      comment: `Only ${owners} may import ${packages}.`,
      from: { path: '^(main|shared|renderer)/', pathNot: owners },
      to: { path: `(^|(^|/)node_modules/)(${packages})(/|$)` },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.(css|json|svg|sql)$|^out/|^dist/' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'], extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.ts'] },
  },
};
