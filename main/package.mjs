// `npm run package`: the installers of this platform, with the bill of materials and the licences inside. Plain JavaScript in the syntax of Node 20.
import { spawnSync } from 'node:child_process';
import { installDependencies, ownNode, requireNode, root, toolEnvironment } from './setup.mjs';

requireNode();
installDependencies((line) => process.stderr.write(`${line}\n`));
for (const args of [['main/build.mjs'], ['main/supply-chain.mjs', 'sbom'], ['main/supply-chain.mjs', 'licences'], ['node_modules/electron-builder/out/cli/cli.js', ...process.argv.slice(2)]]) {
  const { status } = spawnSync(ownNode(), args, { cwd: root, stdio: 'inherit', env: toolEnvironment() });
  if (status !== 0) process.exit(status ?? 1);
}
