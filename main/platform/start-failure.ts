import { isAppError } from '#shared/errors/app-error.ts';
import { SEALED_KEY_FILE } from './sealed-key.ts';
import { KEYCHAIN_FILE } from './secret-store.ts';

const PASSPHRASE_FAILURES: Readonly<Record<string, readonly [string, string]>> = {
  missing: ['打开这个资料夹需要口令：在终端里启动，或用 --passphrase-file 文件。没有改动任何数据。', 'This profile asks for its passphrase: start at a terminal without Electron (--no-window), or with --passphrase-file FILE. Nothing was changed.'],
  wrong: ['口令不对，资料夹没有打开。没有改动任何数据。', 'The passphrase is not the one of this profile. Nothing was changed.'],
  replaced: ['口令已经换过，请用新口令。没有改动任何数据。', 'The passphrase was replaced: use the new one. Nothing was changed.'],
  'too-short': ['口令至少 12 个字符。没有改动任何数据。', 'A passphrase has 12 characters or more. Nothing was changed.'],
  'not-sealed': ['这个资料夹用密钥文件，不用口令。要改用口令：npm run rotate-keys -- --new-passphrase-file 文件。', 'The key of this profile lies in a file. To give it a passphrase: npm run rotate-keys -- --new-passphrase-file FILE.'],
  unreadable: ['口令文件读不出来。', 'The file of the passphrase cannot be read.'],
  'readable-by-others': ['口令文件别人也能读：请先 chmod 600。', 'Others may read the file of the passphrase: chmod 600 it first.'],
  'not-the-same': ['两次输入的口令不一样。', 'The two passphrases are not the same.'],
};

/** Why the program did not start, in Chinese and English, for a terminal or a native dialog: no page is there yet to say it. */
export function explainStartFailure(error: unknown, profileFolder: string): string {
  if (!isAppError(error)) return `通阅没有启动 / Tongyue did not start: ${error instanceof Error ? error.message : String(error)}`;
  const { facts } = error;
  switch (error.code) {
    case 'profile/in-use':
      return [
        `这个资料夹正由另一个通阅使用（进程 ${facts['processId']}，${facts['address']}）。请用那个窗口，或用 --profile 另选资料夹。`,
        `This profile is open in another Tongyue (process ${facts['processId']}, ${facts['address']}). Use its window, or choose another folder with --profile.`,
        profileFolder,
      ].join('\n');
    case 'profile/newer-version':
      return [
        `这个资料夹是更新版本的通阅写的（版本 ${facts['databaseVersion']}，本程序到 ${facts['programVersion']}）。没有改动任何数据。请更新程序。`,
        `A newer Tongyue has written this profile (version ${facts['databaseVersion']}; this program knows ${facts['programVersion']}). Nothing was changed. Please update the program.`,
        profileFolder,
      ].join('\n');
    case 'profile/wrong-key':
      if (facts['file'] === KEYCHAIN_FILE) {
        return [
          '这个资料夹的密钥由操作系统保管，只有桌面程序能打开。没有改动任何数据。请启动桌面程序，或用 --profile 另选资料夹。',
          'The operating system keeps the key of this profile; only the desktop program opens it. Nothing was changed. Start that, or choose another folder with --profile.',
          profileFolder,
        ].join('\n');
      }
      if (facts['file'] === SEALED_KEY_FILE) return [...(PASSPHRASE_FAILURES[String(facts['reason'])] ?? []), profileFolder].join('\n');
      return [
        '密钥打不开这个资料夹。没有改动任何数据。它可能来自另一台机器或另一个用户。',
        'The key of this machine does not open the profile. Nothing was changed. It may come from another machine or user.',
        profileFolder,
      ].join('\n');
    case 'profile/damaged':
      return [
        `资料夹里的 ${facts['file'] ?? 'catalogue.sqlite'} 已损坏。没有改动任何数据。请保留原样并联系支持。`,
        `${facts['file'] ?? 'catalogue.sqlite'} in the profile is damaged. Nothing was changed. Keep the folder as it is and ask for support.`,
        profileFolder,
      ].join('\n');
    case 'profile/not-writable':
      return [`资料夹不能写入。`, `The profile folder cannot be written.`, profileFolder].join('\n');
    case 'store/disk-full':
      return [`磁盘已满，通阅不能启动。请腾出空间。`, `The disk is full; Tongyue cannot start. Please free some space.`, profileFolder].join('\n');
    default:
      return `通阅没有启动 / Tongyue did not start: ${error.code}`;
  }
}
