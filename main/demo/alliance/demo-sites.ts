import { NO_SECURITY } from '../../sites/site-security.ts';
import type { Site } from '../../sites/site.ts';
import { defaultSinceDate } from '#shared/worklist/case-rule.ts';
import type { LinkProfile } from './slow-link-relay.ts';

/** Invented, like everybody in the demo alliance. */
export const DEMO_CENTRE_NAME = '澜州市第一医院远程影像诊断中心';

export interface DemoSite {
  readonly key: 'yunxiu' | 'qingling' | 'hexi';
  readonly name: string;
  readonly address: string;
  readonly telephone: string;
  readonly link: LinkProfile;
}

/** Three member hospitals behind lines as counties have them. */
export const DEMO_SITES: readonly DemoSite[] = [
  { key: 'yunxiu', name: '云岫县人民医院', address: '云岫县城关镇人民路 18 号', telephone: '0000-5510033', link: { bitsPerSecond: 20_000_000, roundTripMs: 30 } },
  { key: 'qingling', name: '青岭县人民医院', address: '青岭县北关街 6 号', telephone: '0000-5520118', link: { bitsPerSecond: 8_000_000, roundTripMs: 60 } },
  { key: 'hexi', name: '鹤溪县中医院', address: '鹤溪县文昌路 41 号', telephone: '0000-5530207', link: { bitsPerSecond: 2_000_000, roundTripMs: 150 } },
];

/** A newcomer watches: the demo hospitals are asked often, and are quiet soon. */
const DEMO_POLL_SECONDS = 2;
const DEMO_QUIET_SECONDS = 12;

/** @param port of the relay in front of the hospital's archive, another one at each start */
export function toSite(demoSite: DemoSite, port: number, rootPath: string, now: Date): Site {
  return {
    id: `demo-${demoSite.key}`,
    name: demoSite.name,
    baseUrl: `http://127.0.0.1:${port}${rootPath}`,
    credentials: undefined,
    security: NO_SECURITY,
    isDemo: true,
    caseRule: { sinceDate: defaultSinceDate(now.toISOString().slice(0, 10)), modalities: [], requestMark: 'none' },
    quietSeconds: DEMO_QUIET_SECONDS,
    pollSeconds: DEMO_POLL_SECONDS,
    letterhead: { address: demoSite.address, telephone: demoSite.telephone },
    addedAt: now.toISOString(),
    removedAt: null,
  };
}
