export type GatewayAddressTyped = { readonly status: 'empty' | 'unreadable' | 'open' } | { readonly status: 'good'; readonly baseUrl: string };

/** What was typed as the address of a signing gateway. `open`: without encryption, and not on this machine: the PIN would be read on the way. */
export function gatewayAddress(typed: string): GatewayAddressTyped {
  const words = typed.normalize('NFKC').trim();
  if (words === '' || /^https?:?\/{0,2}$/iu.test(words)) return { status: 'empty' };
  const url = URL.parse(words);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.search !== '' || url.hash !== '') return { status: 'unreadable' };
  const isHere = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  return url.protocol === 'http:' && !isHere ? { status: 'open' } : { status: 'good', baseUrl: words.replace(/\/+$/u, '') };
}
