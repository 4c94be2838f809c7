import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Changes the keys of a profile and dies before its Nth change of a file, as by `kill -9`: nothing of the program has a turn after it.
 * Arguments: profile, N; 0 for never. Prints how many changes there were.
 */
const [profile = '', dieAt = '0'] = process.argv.slice(2);
let changes = 0;

function countedBefore<A extends unknown[], R>(change: (...args: A) => R): (...args: A) => R {
  return (...args) => {
    changes += 1;
    if (changes === Number(dieAt)) process.kill(process.pid, 'SIGKILL');
    return change(...args);
  };
}

Object.assign(fs, {
  renameSync: countedBefore(fs.renameSync), rmSync: countedBefore(fs.rmSync), writeSync: countedBefore(fs.writeSync), writevSync: countedBefore(fs.writevSync),
  fsyncSync: countedBefore(fs.fsyncSync), ftruncateSync: countedBefore(fs.ftruncateSync),
});
syncBuiltinESMExports();
const { runRotateCommand } = await import('#main/composition/rotate-command.ts');
const status = await runRotateCommand(['--profile', profile], (line) => void process.stderr.write(`${line}\n`));
process.stdout.write(`${changes}\n`);
process.exitCode = status;
