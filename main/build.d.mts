export function isBuilt(): boolean;
export function build(say?: (line: string) => void): Promise<void>;
export function sourceStamp(sources?: readonly string[]): string;
