import type { GatedImplementer } from './gated-implementer.ts';
import type { RpcServices } from './rpc-services.ts';

/** Keys, retention, and sign-in by the hospital's own accounts: each method goes to one service. */
export function safekeepingMethods(os: GatedImplementer, { singleSignOn, keys, retention }: Pick<RpcServices, 'singleSignOn' | 'keys' | 'retention'>) {
  return {
    singleSignOn: {
      offer: os.singleSignOn.offer.handler(() => singleSignOn.offer()),
      begin: os.singleSignOn.begin.handler(() => singleSignOn.begin()),
      finish: os.singleSignOn.finish.handler(({ input }) => singleSignOn.finish(input.attemptId)),
      cancel: os.singleSignOn.cancel.handler(() => {
        singleSignOn.cancel();
        return {};
      }),
      provider: os.singleSignOn.provider.handler(() => singleSignOn.provider()),
      setProvider: os.singleSignOn.setProvider.handler(({ input }) => singleSignOn.setProvider(input)),
      link: os.singleSignOn.link.handler(({ input }) => singleSignOn.link(input.personId, input.subject)),
    },
    keys: {
      state: os.keys.state.handler(() => keys.state()),
      rotate: os.keys.rotate.handler(() => keys.rotate()),
      stop: os.keys.stop.handler(() => keys.stop()),
      renewEscrow: os.keys.renewEscrow.handler(({ input }) => keys.renewEscrow(input.pem)),
    },
    retention: {
      state: os.retention.state.handler(() => retention.state()),
      setRules: os.retention.setRules.handler(({ input }) => retention.setRules(input.rules)),
      preview: os.retention.preview.handler(() => retention.preview()),
      run: os.retention.run.handler(() => retention.run()),
      hold: os.retention.hold.handler(({ input }) => retention.hold(input)),
      releaseHold: os.retention.releaseHold.handler(({ input }) => retention.releaseHold(input.holdId)),
    },
  };
}
