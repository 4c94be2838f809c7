// The programs beside Node that the tests use as independent judges. Plain JavaScript in the syntax of Node 20.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const hasCommand = (name) => spawnSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' }).status === 0;
const runs = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** Debian package, what it is for, and how to see that it is there. */
const PACKAGES = [
  { name: 'chromium', purpose: 'the page in a real browser', isThere: () => existsSync('/usr/bin/chromium') },
  { name: 'orthanc', purpose: 'a real archive', isThere: () => existsSync('/usr/sbin/Orthanc') },
  { name: 'orthanc-dicomweb', purpose: 'its DICOMweb', isThere: () => existsSync('/usr/share/orthanc/plugins/libOrthancDicomWeb.so') },
  { name: 'dcmtk', purpose: 'judges DICOM objects', isThere: () => hasCommand('dsrdump') },
  { name: 'dicom3tools', purpose: 'judges DICOM objects', isThere: () => hasCommand('dciodvfy') },
  { name: 'python3-pydicom', purpose: 'reads DICOM independently', isThere: () => runs('/usr/bin/python3', ['-c', 'import pydicom']) },
  { name: 'libpixelmed-java', purpose: 'judges report templates', isThere: () => existsSync('/usr/share/java/pixelmed.jar') },
  { name: 'poppler-utils', purpose: 'judges PDF and its signatures', isThere: () => hasCommand('pdfsig') },
  { name: 'qpdf', purpose: 'judges PDF', isThere: () => hasCommand('qpdf') },
  { name: 'softhsm2', purpose: 'stands in for a physician\'s token', isThere: () => existsSync('/usr/lib/softhsm/libsofthsm2.so') },
  { name: 'opensc', purpose: 'puts certificates into that token', isThere: () => hasCommand('pkcs11-tool') },
  { name: 'libnss3-tools', purpose: 'trusts the demo authority for pdfsig', isThere: () => hasCommand('certutil') },
  { name: 'postgresql', purpose: 'the hub of several seats', isThere: () => existsSync('/usr/lib/postgresql') },
  { name: 'fonts-noto-cjk', purpose: 'Chinese in screenshots', isThere: () => existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc') },
];

/**
 * Installs what is missing, when root on Debian or Ubuntu; elsewhere lists it.
 * @param {(line: string) => void} say
 * @returns {string[]} packages that are missing afterwards: their suites are skipped, and say so
 */
export function ensureSystemPackages(say) {
  const missing = () => PACKAGES.filter(({ isThere }) => !isThere());
  const before = missing();
  if (before.length > 0 && process.getuid?.() === 0 && isDebianLike()) {
    const names = before.map(({ name }) => name);
    say(`installing ${names.join(', ')}`);
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env: environment });
    const run = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { encoding: 'utf8', env: environment });
    if (run.status !== 0) say(run.stderr.trim().split('\n').slice(-3).join('\n'));
    if (names.includes('orthanc')) stopFreshService('orthanc');
    if (names.includes('postgresql')) stopFreshService('postgresql');
  }
  for (const { name, purpose } of missing()) say(`MISSING: ${name} (${purpose}). Its suites are skipped. On Debian: apt-get install ${name}`);
  return missing().map(({ name }) => name);
}

/** Its package starts a server where there is a service manager; the tests start their own, on a free port. */
function stopFreshService(name) {
  if (!hasCommand('systemctl')) return;
  spawnSync('systemctl', ['disable', '--now', name], { stdio: 'ignore' });
}

function isDebianLike() {
  try {
    return /^(ID|ID_LIKE)=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}
