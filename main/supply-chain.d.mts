export interface Component {
  readonly name: string;
  readonly group?: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}
export function billOfMaterials(): { readonly bomFormat: string; readonly specVersion: string; readonly components: readonly Component[] };
export function licenceTexts(): string;
export function readAdvisories(answer: string): { readonly status: 'unknown' | 'none' | 'some'; readonly lines: readonly string[] };
