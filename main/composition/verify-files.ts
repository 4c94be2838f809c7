import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { verdictLines } from '#shared/report/verdict-words.ts';
import { openReportAssets, type ReportAssets } from '../documents/report-assets.ts';
import { verifyReportFile } from '../documents/verify-report-file.ts';

const USAGE = `npm run verify -- FILE.pdf [FILE.pdf ...]
  --trust FILE.pem    a root certificate that is trusted; may stand several times
  --code CODE         验真码 or the text of the symbol: must be that of the report
  --require-trust     refuse a signature whose issuer is not trusted
  --json              the verdicts as JSON
  --en                words in English
Exit status: 0 intact, 1 refused, 2 the file cannot be read or the call is wrong, 3 intact but not trusted (with --require-trust).
`;

interface Options {
  readonly files: readonly string[];
  readonly anchors: readonly X509Certificate[];
  readonly code: string | undefined;
  readonly requireTrust: boolean;
  readonly json: boolean;
  readonly language: 'zh-CN' | 'en';
}

function readOptions(): Options | undefined {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        trust: { type: 'string', multiple: true }, code: { type: 'string' }, 'require-trust': { type: 'boolean' }, json: { type: 'boolean' }, en: { type: 'boolean' },
      },
    });
    if (positionals.length === 0) return undefined;
    return {
      files: positionals,
      anchors: (values.trust ?? []).flatMap((file) => certificatesIn(readFileSync(file, 'utf8'))),
      code: values.code,
      requireTrust: values['require-trust'] === true,
      json: values.json === true,
      language: values.en === true ? 'en' : 'zh-CN',
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}

function certificatesIn(pem: string): readonly X509Certificate[] {
  return (pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map((one) => new X509Certificate(one));
}

/** The fonts where the registry put them; without them the paper is not made again. */
function findAssets(): ReportAssets | undefined {
  const folder = fileURLToPath(new URL('../../node_modules/@expo-google-fonts/noto-sans-sc/', import.meta.url));
  const [regularFont, boldFont] = [join(folder, '400Regular/NotoSansSC_400Regular.ttf'), join(folder, '700Bold/NotoSansSC_700Bold.ttf')];
  return existsSync(regularFont) && existsSync(boldFont) ? openReportAssets({ regularFont, boldFont }) : undefined;
}

async function verifyFiles({ files, anchors, code, requireTrust, json, language }: Options): Promise<number> {
  const assets = findAssets();
  const trust = { anchors, signers: [] };
  const outputs: object[] = [];
  let status = 0;
  for (const file of files) {
    const verdict = await verifyReportFile(new Uint8Array(readFileSync(file)), { trust, assets, code });
    if (verdict.status === 'refused') status = 1;
    else if (status === 0 && requireTrust && verdict.signatures.some((signature) => signature.trust === 'unknown')) status = 3;
    if (json) outputs.push({ file, ...verdict });
    else process.stdout.write(`${file}\n${verdictLines(verdict, language).map((line) => `  ${line}`).join('\n')}\n`);
  }
  if (json) process.stdout.write(`${JSON.stringify(outputs.length === 1 ? outputs[0] : outputs, undefined, 2)}\n`);
  return status;
}

const options = readOptions();
if (options === undefined) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  process.exitCode = await verifyFiles(options).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  });
}
