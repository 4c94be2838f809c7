import { START_OPTION_NAMES } from '../../platform/start-options.ts';

/** What the shell says outside of the page. The page has its own words (`renderer/text`). */
export interface ShellWords {
  readonly unsaved: { readonly message: string; readonly detail: string; readonly stay: string; readonly leave: string };
  readonly crashed: { readonly message: string; readonly detail: string; readonly reload: string; readonly quit: string };
}

export const PRODUCT_NAME = '通阅 Tongyue';

const CHINESE: ShellWords = {
  unsaved: {
    message: '有报告文字还没有保存下来。',
    detail: '通阅一直在重试，但没有成功。现在离开会丢失最后输入的文字。',
    stay: '留下',
    leave: '丢弃并离开',
  },
  crashed: {
    message: '窗口连续出错，已停止自动重新载入。',
    detail: '报告草稿和影像都在本机，没有丢失。',
    reload: '重新载入',
    quit: '退出通阅',
  },
};

const ENGLISH: ShellWords = {
  unsaved: {
    message: 'Some report text is not saved yet.',
    detail: 'Tongyue keeps trying without success. Leaving now loses the text typed last.',
    stay: 'Stay',
    leave: 'Discard and leave',
  },
  crashed: {
    message: 'The window failed several times in a row and is no longer reloaded by itself.',
    detail: 'Report drafts and images are on this machine; nothing is lost.',
    reload: 'Reload',
    quit: 'Quit Tongyue',
  },
};

export function wordsFor(language: 'zh-CN' | 'en'): ShellWords {
  return language === 'en' ? ENGLISH : CHINESE;
}

export const ALREADY_OPEN = [
  '这个资料夹已在另一个通阅窗口中打开，已切换到那个窗口。这次给出的选项没有生效。',
  'This profile is already open; its window comes to the front. Options given now have no effect.',
].join('\n');

export const INTERNAL_FAULT = [
  '通阅遇到内部错误，需要关闭。报告草稿已保存在本机；详情在资料夹的 logs 里。',
  'Tongyue met an internal fault and must close. Report drafts are saved on this machine; the log of the profile says more.',
].join('\n');

export function helpText(): string {
  return `${PRODUCT_NAME}: ${START_OPTION_NAMES.map((name) => `--${name}`).join(' ')}\nnpm start -- --help explains the options.`;
}
