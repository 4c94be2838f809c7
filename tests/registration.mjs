// `npm run registration [count]`: made pairs of studies whose true relation is known. Plain JavaScript in the syntax of Node 20.
import { spawnSync } from 'node:child_process';
import { installDependencies, ownNode, requireNode, root, toolEnvironment } from '../main/setup.mjs';

requireNode();
installDependencies((line) => process.stderr.write(`${line}\n`));
process.exit(spawnSync(ownNode(), ['tests/support/registration/measure-registration.ts', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit', env: toolEnvironment() }).status ?? 1);
